package dev.plumbline.cli.run;

import com.google.gson.JsonObject;
import dev.plumbline.cli.options.LoadedNetwork;
import dev.plumbline.cli.terminal.ExitCode;
import dev.plumbline.cli.terminal.Output;
import dev.plumbline.cli.terminal.Verb;
import dev.plumbline.compare.rounding.WeightDistance;
import dev.plumbline.model.Model;
import dev.plumbline.model.RunFolder;
import dev.plumbline.model.RunRecord;
import dev.plumbline.report.document.Json;
import dev.plumbline.report.run.RunComparison;
import dev.plumbline.trace.LayerWeights;
import dev.plumbline.yaml.NetworkFile;
import dev.plumbline.yaml.Origin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code plumbline compare}: shows what differs between two runs. */
@Command(
        name = "compare",
        header = "Show what differs between two runs.",
        description = {
            "",
            "Compares the network files key by key, with their defaults, the data by their hashes, the versions, the "
                    + "processor, the kernel of OpenBLAS, the threads, and the results. If only processor, kernel or "
                    + "threads differ, it also shows whether the weights agree within rounding. The exit code is 0 even "
                    + "if they differ."
        },
        footer = {"", "Example:", "  plumbline compare runs/1 runs/2"})
public final class CompareCommand extends Verb {
    @Parameters(index = "0", paramLabel = "RUN", description = "The directory of a run.")
    private Path first = Path.of("");

    @Parameters(index = "1", paramLabel = "RUN", description = "The directory of another run.")
    private Path second = Path.of("");

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() throws IOException {
        RunComparison comparison = new RunComparison(first.toString(), second.toString());
        RunFolder firstRun = RunFolder.open(first);
        RunFolder secondRun = RunFolder.open(second);
        comparison.part("network file", values(firstRun), values(secondRun));
        comparison.part("data", firstRun.record().data(), secondRun.record().data());
        comparison.part("versions", versions(firstRun.record()), versions(secondRun.record()));
        comparison.part(
                "machine", firstRun.record().arithmetic(), secondRun.record().arithmetic());
        comparison.part("result", result(firstRun.record()), result(secondRun.record()));
        List<String> changes = firstRun.record().arithmeticChanges(secondRun.record());
        if (!changes.isEmpty()
                && comparison.areEqual("network file", "data", "versions")
                && !comparison.areEqual("result")) {
            distance(firstRun, secondRun).ifPresent(distance -> comparison.weights(changes, distance));
        }
        JsonObject json = comparison.json();
        print(output.json ? Json.text(json) : comparison.text(style()));
        return ExitCode.DONE;
    }

    /** The distance of the weights of two trainings of the same network; empty if they were not trained to the same step. */
    private static Optional<WeightDistance> distance(RunFolder firstRun, RunFolder secondRun) throws IOException {
        Optional<Long> steps = firstRun.record().outcome().map(RunRecord.Outcome::steps);
        if (steps.isEmpty() || !steps.equals(secondRun.record().outcome().map(RunRecord.Outcome::steps))) {
            return Optional.empty();
        }
        if (!Files.exists(firstRun.modelFile()) || !Files.exists(secondRun.modelFile())) {
            return Optional.empty();
        }
        Model first = Model.read(firstRun.modelFile());
        List<LayerWeights> second = Model.read(secondRun.modelFile()).weights();
        return Optional.of(WeightDistance.of(first.spec(), 1, steps.get(), first.weights(), second));
    }

    /** Every key of the file with its value or default. */
    private static Map<String, String> values(RunFolder run) {
        Map<String, String> values = new LinkedHashMap<>();
        NetworkFile file = LoadedNetwork.network(run.resolvedFile());
        for (Origin origin : file.sourceMap().origins()) {
            origin.text().ifPresent(text -> values.put(origin.path(), text));
        }
        return values;
    }

    private static Map<String, String> versions(RunRecord record) {
        Map<String, String> values = new LinkedHashMap<>(record.versions());
        values.put("engine", record.engine());
        return values;
    }

    private static Map<String, String> result(RunRecord record) {
        Map<String, String> values = new LinkedHashMap<>();
        if (record.outcome().isEmpty()) {
            values.put("end", "not finished");
            return values;
        }
        RunRecord.Outcome outcome = record.outcome().get();
        values.put("end", outcome.end());
        values.put("steps", Long.toString(outcome.steps()));
        outcome.bestEpoch().ifPresent(epoch -> values.put("best epoch", Integer.toString(epoch)));
        outcome.training().forEach((name, value) -> values.put(name, Double.toString(value)));
        outcome.validation().forEach((name, value) -> values.put("validation " + name, Double.toString(value)));
        values.put(
                "weights",
                "sha256 "
                        + outcome.weights()
                                .substring(0, Math.min(12, outcome.weights().length())));
        return values;
    }
}
