package dev.plumbline.cli.run;

import dev.plumbline.cli.options.EngineChoice;
import dev.plumbline.cli.options.LoadedNetwork;
import dev.plumbline.cli.terminal.Progress;
import dev.plumbline.cli.terminal.RefusedException;
import dev.plumbline.cli.terminal.Terminal;
import dev.plumbline.model.RunFolder;
import dev.plumbline.model.RunRecord;
import dev.plumbline.report.page.RunReplay;
import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.trace.Engine;
import dev.plumbline.trace.Experiment;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A run that has finished, with its network, its data and its engine.
 *
 * @param folder the folder of the run
 * @param outcome its result
 * @param loaded the network and the data
 * @param engine the engine that trained it
 */
record FinishedRun(RunFolder folder, RunRecord.Outcome outcome, LoadedNetwork loaded, EngineChoice engine) {

    /**
     * Reads a run.
     *
     * @throws RefusedException if the run has not finished
     */
    static FinishedRun read(Path path) throws IOException {
        RunFolder folder = RunFolder.open(path);
        RunRecord.Outcome outcome = folder.record()
                .outcome()
                .orElseThrow(() -> new RefusedException(
                        ErrorKind.WRONG_STATE,
                        "`" + path + "` has not finished: `plumbline train --resume " + path + "` continues it"));
        EngineChoice engine = EngineChoice.recorded(folder.record().engine());
        return new FinishedRun(folder, outcome, LoadedNetwork.read(folder), engine);
    }

    /** Trains once more and records the training at some steps. */
    RunReplay replay(Engine with, Experiment experiment, Terminal terminal) {
        long kept = outcome.bestEpoch()
                .map(epoch -> (long) epoch * experiment.stepsPerEpoch())
                .orElse(outcome.steps());
        try (Progress progress = new Progress(terminal, "training again", outcome.steps())) {
            return RunReplay.of(with, experiment, outcome.steps(), kept, progress::stepped);
        }
    }
}
