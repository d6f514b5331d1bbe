package dev.plumbline.cli.run;

import dev.plumbline.cli.options.LoadedNetwork;
import dev.plumbline.cli.terminal.ExitCode;
import dev.plumbline.cli.terminal.Output;
import dev.plumbline.cli.terminal.Progress;
import dev.plumbline.cli.terminal.Verb;
import dev.plumbline.compare.rounding.WeightDistance;
import dev.plumbline.model.Fingerprint;
import dev.plumbline.model.Model;
import dev.plumbline.model.RunFolder;
import dev.plumbline.model.RunRecord;
import dev.plumbline.report.document.Json;
import dev.plumbline.report.run.RunComparison;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.trace.Checkpoints;
import dev.plumbline.trace.Engine;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.LayerWeights;
import dev.plumbline.trace.Trainer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code plumbline reproduce}: trains a run again and compares the weights. */
@Command(
        name = "reproduce",
        header = "Train a run once more and compare the bits.",
        description = {
            "",
            "Trains the network of a run again, from its own file, on the same engine, and compares the trained weights"
                    + " with those of the run, bit by bit. The exit code is 3 if they differ; it then prints what "
                    + "has changed since the run: data, versions, processor, kernel of OpenBLAS, threads. If "
                    + "processor, kernel or threads have changed, it also prints whether the weights agree within rounding."
        },
        footer = {"", "Example:", "  plumbline reproduce runs/1"})
public final class ReproduceCommand extends Verb {
    @Parameters(paramLabel = "RUN", description = "The directory of a run.")
    private Path path = Path.of("");

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() throws IOException {
        return reproduce(FinishedRun.read(path));
    }

    private int reproduce(FinishedRun run) throws IOException {
        RunRecord record = run.folder().record();
        RunRecord.Outcome outcome = run.outcome();
        LoadedNetwork loaded = run.loaded();
        Experiment experiment = loaded.experiment();
        Trainer.Result result = train(run, experiment);
        boolean same = Fingerprint.of(result.weights()).equals(outcome.weights());
        RunRecord now = RunRecords.of(loaded.spec(), record.engine(), Path.of(record.directory()))
                .on(RunRecords.machine(loaded.spec(), run.engine()));
        List<String> changes = changes(record, now, history(run.folder(), loaded.spec(), result));
        Optional<WeightDistance> distance =
                same || record.arithmeticChanges(now).isEmpty()
                        ? Optional.empty()
                        : Optional.of(distance(run, experiment, result.weights()));
        if (output.json) {
            print(Json.text(Json.object(
                    "ok",
                    true,
                    "same",
                    same,
                    "steps",
                    result.steps(),
                    "changes",
                    changes,
                    "distance",
                    distance.map(WeightDistance::distance),
                    "within_rounding",
                    distance.map(WeightDistance::isRounding))));
        } else {
            print((same ? style().good("SAME") : style().bad("DIFFERS"))
                    + ": the weights after " + result.steps() + " steps"
                    + (same ? " have the same bits as those of " : " differ from those of ") + path + "\n");
            changes.forEach(change -> print("  " + change + "\n"));
            distance.ifPresent(difference -> print(RunComparison.verdict(record.arithmeticChanges(now), difference)));
        }
        return same ? ExitCode.DONE : ExitCode.DIFFERS;
    }

    private Trainer.Result train(FinishedRun run, Experiment experiment) {
        long lastStep = run.outcome().steps();
        Engine engine = run.engine().engine(terminal());
        try (Progress progress = new Progress(terminal(), "training", lastStep)) {
            return new Trainer(engine, run.loaded().validation(), upTo(lastStep))
                    .run(experiment, new Trainer.Listener() {
                        @Override
                        public void stepped(long steps) {
                            progress.stepped(steps);
                        }
                    });
        }
    }

    /** If the weights are too far for the usual rounding, a training from perturbed weights shows what rounding does here. */
    private WeightDistance distance(FinishedRun run, Experiment experiment, List<LayerWeights> weights)
            throws IOException {
        NetworkSpec spec = experiment.spec();
        List<LayerWeights> before = Model.read(run.folder().modelFile()).weights();
        WeightDistance usual = WeightDistance.of(
                spec, experiment.inputs().rows(), run.outcome().steps(), before, weights);
        if (usual.isRounding()) {
            return usual;
        }
        List<LayerWeights> moved = WeightDistance.perturbed(spec, experiment.initialWeights());
        return usual.withSensitivity(
                weights, train(run, experiment.startingFrom(moved)).weights());
    }

    /** Stops after as many steps as the original run. */
    private static Checkpoints upTo(long steps) {
        return new Checkpoints() {
            private long done;

            @Override
            public boolean stops() {
                return ++done >= steps;
            }
        };
    }

    private static List<String> changes(RunRecord then, RunRecord now, List<String> history) {
        List<String> changes = new ArrayList<>();
        then.changedData(now).forEach(file -> changes.add("data: " + file + " has changed since the run"));
        Map<String, String> before = new LinkedHashMap<>(then.versions());
        before.putAll(then.arithmetic());
        Map<String, String> after = new LinkedHashMap<>(now.versions());
        after.putAll(now.arithmetic());
        before.forEach((name, value) -> {
            String current = after.getOrDefault(name, "");
            if (!value.equals(current)) {
                changes.add(name + ": then " + value + ", now " + current);
            }
        });
        changes.addAll(history);
        return changes;
    }

    /** The first line of the history that differs. */
    private static List<String> history(RunFolder run, NetworkSpec spec, Trainer.Result result) throws IOException {
        List<Trainer.EpochMetrics> before = run.lines(spec);
        for (int i = 0; i < result.lines().size(); i++) {
            Trainer.EpochMetrics line = result.lines().get(i);
            if (i >= before.size() || !before.get(i).equals(line)) {
                return List.of("history: the first difference is in epoch " + line.epoch());
            }
        }
        return List.of();
    }
}
