package dev.plumbline.recording;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One of the programs in Python that run a script: to watch it, to try edits of it, to measure its gradients.
 *
 * @param name its file, such as {@value #WATCH}
 */
record ScriptProgram(String name, Path script, Duration timeout) {
    static final String WATCH = "watch.py";

    /** All files of the programs, which import each other. */
    private static final List<String> FILES = List.of(
            "watch.py",
            "inferring.py",
            "lists.py",
            "loops.py",
            "settings.py",
            "writing.py",
            "values.py",
            "variants.py",
            "edits.py",
            "forgotten.py",
            "moves.py",
            "sharing.py",
            "evaluating.py",
            "expressions.py",
            "fitting.py",
            "following.py",
            "formulas.py",
            "gradients.py",
            "hints.py",
            "definitions.py",
            "names.py",
            "around.py",
            "epochs.py",
            "rates.py",
            "classweights.py",
            "penalties.py",
            "written.py",
            "roles.py",
            "rules.py",
            "screening.py",
            "sources.py",
            "repairing.py",
            "stepping.py",
            "gradcheck.py",
            "gradsearch.py",
            "torchwatch.py",
            "training.py",
            "unrolled.py");

    /** Runs it; its results are in the directory. What the script prints is not shown. */
    void run(Path results) throws IOException {
        run(results, Map.of(), line -> {}, Optional.empty());
    }

    /**
     * The same.
     *
     * @param edited whole sources in place of some files
     * @param echo receives each line that the script prints
     * @param place where the script runs; here if it is empty
     */
    void run(Path results, Map<Path, String> edited, Consumer<String> echo, Optional<OwnDirectory> place)
            throws IOException {
        try (RecordingProcess process = new RecordingProcess()) {
            for (String each : FILES) {
                copy("/dev/plumbline/script/" + each, process.directory().resolve(each));
            }
            for (String module : List.of("recorder.py", "torchrecorder.py")) {
                copy("/dev/plumbline/recording/" + module, process.directory().resolve(module));
            }
            String path = process.directory().resolve(name).toString();
            Path sources = Files.writeString(
                    process.directory().resolve("edited.json"), sources(edited).toString());
            List<String> command = List.of(python(), path, results.toString(), script.toString());
            Map<String, String> variables = new HashMap<>(Map.of("PLUMBLINE_EDITED", sources.toString()));
            if (!name.equals(WATCH)) { // a process for each trial
                OwnDirectory.useOneThread(variables);
            }
            Path work = place.isEmpty() ? Path.of("") : place.get().create(process.directory(), variables);
            new CommandRun("python3 " + script, command, echo, timeout).in(process, work, variables);
        }
    }

    private static JsonObject sources(Map<Path, String> edited) {
        JsonObject sources = new JsonObject();
        edited.forEach((file, source) ->
                sources.addProperty(file.toAbsolutePath().normalize().toString(), source));
        return sources;
    }

    private static void copy(String resource, Path to) throws IOException {
        try (InputStream in = ScriptProgram.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is not on the class path");
            }
            Files.copy(in, to);
        }
    }

    private static String python() {
        String chosen = System.getProperty("plumbline.interpreter");
        if (chosen != null) {
            return chosen;
        }
        return CommandWords.programs().anyMatch("python3"::equals) ? "python3" : "python";
    }
}
