package dev.plumbline.cli;

import dev.plumbline.model.Fingerprint;
import dev.plumbline.model.RunFolder;
import dev.plumbline.model.RunRecord;
import dev.plumbline.report.Json;
import dev.plumbline.trace.Checkpoints;
import dev.plumbline.trace.Engine;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Trainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
                    + "has changed since the run: data, versions, threads."
        },
        footer = {"", "Example:", "  plumbline reproduce runs/1"})
final class ReproduceCommand extends Verb {
    @Parameters(paramLabel = "RUN", description = "The folder of a run.")
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
        Engine engine = run.engine().engine(terminal());
        Trainer.Result result;
        try (Progress progress = new Progress(terminal(), "training", outcome.steps())) {
            result = new Trainer(engine, loaded.validation(), upTo(outcome.steps()))
                    .run(experiment, new Trainer.Listener() {
                        @Override
                        public void stepped(long steps) {
                            progress.stepped(steps);
                        }
                    });
        }
        boolean same = Fingerprint.of(result.weights()).equals(outcome.weights());
        List<String> changes = changes(
                record,
                RunRecords.of(loaded.spec(), record.engine(), Path.of(record.directory())),
                history(run.folder(), result));
        if (output.json) {
            print(Json.text(Json.object("ok", true, "same", same, "steps", result.steps(), "changes", changes)));
        } else {
            print((same ? style().good("SAME") : style().bad("DIFFERS"))
                    + ": the weights after " + result.steps() + " steps"
                    + (same ? " have the same bits as those of " : " differ from those of ") + path + "\n");
            changes.forEach(change -> print("  " + change + "\n"));
        }
        return same ? ExitCode.DONE : ExitCode.DIFFERS;
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
        for (Map.Entry<String, String> version : then.versions().entrySet()) {
            String other = now.versions().getOrDefault(version.getKey(), "");
            if (!version.getValue().equals(other)) {
                changes.add(version.getKey() + ": then " + version.getValue() + ", now " + other);
            }
        }
        if (then.threads() != now.threads()) {
            changes.add("threads: then " + then.threads() + ", now " + now.threads());
        }
        changes.addAll(history);
        return changes;
    }

    /** The first line of the history that differs. */
    private static List<String> history(RunFolder run, Trainer.Result result) throws IOException {
        List<String> lines = Files.readAllLines(run.historyFile());
        for (int i = 0; i < result.lines().size() && i + 1 < lines.size(); i++) {
            Trainer.EpochMetrics line = result.lines().get(i);
            StringBuilder now = new StringBuilder(Integer.toString(line.epoch()));
            line.metrics().forEach(value -> now.append(',').append(value));
            line.validation().forEach(value -> now.append(',').append(value));
            if (!now.toString().equals(lines.get(i + 1))) {
                return List.of("history: the first difference is in epoch " + line.epoch());
            }
        }
        return List.of();
    }
}
