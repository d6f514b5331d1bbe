package dev.plumbline.cli;

import dev.plumbline.data.DataException;
import dev.plumbline.model.Model;
import dev.plumbline.model.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A trained network on the command line: the folder of a run, or a model file.
 *
 * @param model the network
 * @param run the folder, if the user gave one
 */
record SavedModel(Model model, Optional<RunFolder> run) {

    /** Reads a model. */
    static SavedModel read(Path path) throws IOException {
        if (!Files.exists(path)) {
            throw new DataException(path + " does not exist", "the folder of a run, or a model.zip");
        }
        if (!Files.isDirectory(path)) {
            return new SavedModel(Model.read(path), Optional.empty());
        }
        RunFolder run = RunFolder.open(path);
        if (!Files.exists(run.modelFile())) {
            throw new DataException(
                    path + " has no model yet",
                    "a finished run; `plumbline train --resume " + path + "` continues this one");
        }
        return new SavedModel(Model.read(run.modelFile()), Optional.of(run));
    }
}
