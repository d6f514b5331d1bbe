package dev.plumbline.cli;

import dev.plumbline.model.RunFolder;
import dev.plumbline.model.RunRecord;
import dev.plumbline.report.RunReplay;
import dev.plumbline.trace.Engine;
import dev.plumbline.trace.Experiment;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A run that has ended, with its network, its data and its engine as they were.
 *
 * @param folder of the run
 * @param outcome its result
 * @param loaded the network and the data
 * @param engine that trained it
 */
record FinishedRun(RunFolder folder, RunRecord.Outcome outcome, LoadedNetwork loaded, EngineChoice engine) {

    /**
     * Reads a run.
     *
     * @throws RefusedException if it has not ended
     */
    static FinishedRun read(Path path) throws IOException {
        RunFolder folder = RunFolder.open(path);
        RunRecord.Outcome outcome = folder.record()
                .outcome()
                .orElseThrow(() -> new RefusedException(
                        "`" + path + "` has not ended: `plumbline train --resume " + path + "` goes on with it"));
        EngineChoice engine = EngineChoice.recorded(folder.record().engine());
        return new FinishedRun(folder, outcome, LoadedNetwork.read(folder, new SettingOptions()), engine);
    }

    /** Trains once more, with a look at the training at some moments. */
    RunReplay replay(Engine with, Experiment experiment, Terminal terminal) {
        long kept = outcome.bestEpoch()
                .map(epoch -> (long) epoch * experiment.stepsPerEpoch())
                .orElse(outcome.steps());
        try (Progress progress = new Progress(terminal, "training again", outcome.steps())) {
            return RunReplay.of(with, experiment, outcome.steps(), kept, progress::stepped);
        }
    }
}
