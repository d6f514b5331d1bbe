package dev.plumbline.cli.run;

import dev.plumbline.cli.options.LoadedNetwork;
import dev.plumbline.cli.terminal.Terminal;
import dev.plumbline.dl4j.Dl4j;
import dev.plumbline.model.Model;
import dev.plumbline.model.RunFolder;
import dev.plumbline.model.RunTraining;
import dev.plumbline.trace.Trainer;
import java.io.IOException;

/** Writes the result of a training to its folder. */
record RunResult(RunFolder folder, RunTraining training) {

    /** Writes the result, and the model. */
    void finish(LoadedNetwork loaded, Trainer.Result result) throws IOException {
        Model model = new Model(loaded.spec(), result.weights(), loaded.data().preparation());
        folder.finish(result, model, Dl4j.json(loaded.spec()));
    }

    /** Prints the path of the result and the next command. */
    void announce(Terminal terminal, Trainer.Result result) {
        String directory = folder.directory().toString();
        switch (result.end()) {
            case STOPPED -> terminal.message("plumbline: `plumbline train --resume " + directory + "` continues it");
            case NOT_FINITE -> terminal.message("plumbline: the history is in " + directory);
            default -> terminal.message("plumbline: the model is " + folder.modelFile());
        }
    }
}
