package dev.plumbline.recording;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.spec.vocabulary.Printable;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.Subject;
import dev.plumbline.trace.SubjectFailedException;
import dev.plumbline.trace.SubjectRun;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * A Python script that trains a network, run unmodified and watched: the network file that its numbers show, and the
 * recording of its training. The files are in a temporary directory until it is closed.
 */
public final class WatchedScript implements Subject, AutoCloseable {
    private static final List<String> PROGRAMS =
            List.of("watch.py", "inferring.py", "lists.py", "settings.py", "writing.py");
    private static final List<String> RESULTS = List.of("network.yaml", "data.npz", "recording.npz");

    private final Path script;
    private final TemporaryDirectory directory;
    private final RecordingFile recording;
    private final JsonObject understood;

    private WatchedScript(Path script, TemporaryDirectory directory, JsonObject understood) {
        this.script = script;
        this.directory = directory;
        this.recording = new RecordingFile(directory.path().resolve("recording.npz"));
        this.understood = understood;
    }

    /** Whether a file is a script or a notebook of Python, by its name. */
    public static boolean isScript(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".py") || name.endsWith(".ipynb");
    }

    /**
     * Runs a script to its end.
     *
     * @param echo receives each line that the script prints
     * @throws SubjectFailedException if there is no Python with NumPy, if the script fails or takes longer than the limit,
     *     or if its training is not understood
     */
    public static WatchedScript run(Path script, Consumer<String> echo, Duration timeout) {
        return run(script, Map.of(), echo, timeout);
    }

    /**
     * The same with other sources in place of some files, which are not changed.
     *
     * @param edited the whole sources, by the file
     */
    public static WatchedScript run(Path script, Map<Path, String> edited, Consumer<String> echo, Duration timeout) {
        if (!Files.isRegularFile(script)) {
            throw new SubjectFailedException(
                    ErrorKind.FILE_NOT_FOUND, Printable.line(script.toString()) + ": there is no such file");
        }
        if (script.toFile().length() == 0) {
            throw notUnderstood(script, "it is empty");
        }
        TemporaryDirectory directory = TemporaryDirectory.create();
        try (RecordingProcess process = new RecordingProcess()) {
            for (String program : PROGRAMS) {
                copy("/dev/plumbline/script/" + program, process.directory().resolve(program));
            }
            Files.writeString(process.directory().resolve("recorder.py"), RecorderScript.text());
            String watcher = process.directory().resolve(PROGRAMS.get(0)).toString();
            List<String> command = List.of(python(), watcher, directory.path().toString(), script.toString());
            JsonObject sources = new JsonObject();
            for (Map.Entry<Path, String> edit : edited.entrySet()) {
                Path copy = Files.writeString(process.directory().resolve("edited" + sources.size()), edit.getValue());
                sources.addProperty(edit.getKey().toAbsolutePath().normalize().toString(), copy.toString());
            }
            new CommandRun("python3 " + script, command, echo, timeout)
                    .in(process, Map.of("PLUMBLINE_EDITED", sources.toString()));
            Path reason = directory.path().resolve("not-understood.txt");
            if (Files.exists(reason)) {
                throw notUnderstood(script, Printable.line(Files.readString(reason)));
            }
            String json = Files.readString(directory.path().resolve("understood.json"));
            return new WatchedScript(
                    script, directory, JsonParser.parseString(json).getAsJsonObject());
        } catch (IOException e) {
            directory.close();
            throw new SubjectFailedException(
                    ErrorKind.NOT_WRITABLE, "the temporary files of " + script + " failed: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    private static void copy(String resource, Path to) throws IOException {
        try (InputStream in = WatchedScript.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is not on the class path");
            }
            Files.copy(in, to);
        }
    }

    private static String python() {
        return CommandWords.programs().anyMatch("python3"::equals) ? "python3" : "python";
    }

    private static SubjectFailedException notUnderstood(Path script, String reason) {
        return new SubjectFailedException(
                ErrorKind.NOT_UNDERSTOOD,
                "the training of " + Printable.line(script.toString()) + " is not understood: " + reason
                        + "; record it by hand, see `plumbline recorder`");
    }

    /** The network file that the numbers show. */
    public Path networkFile() {
        return directory.path().resolve("network.yaml");
    }

    /** What was understood: names and texts, in order. */
    public Map<String, String> understood() {
        Map<String, String> entries = new LinkedHashMap<>();
        understood
                .getAsJsonObject("understood")
                .entrySet()
                .forEach(entry -> entries.put(entry.getKey(), entry.getValue().getAsString()));
        return entries;
    }

    @Override
    public boolean isWhole() {
        return understood.get("whole").getAsBoolean();
    }

    @Override
    public List<String> assumptions() {
        List<String> assumed = new ArrayList<>();
        for (JsonElement sentence : understood.getAsJsonArray("assumed")) {
            assumed.add(sentence.getAsString());
        }
        return assumed;
    }

    /**
     * Copies the network file, its data and the recording to a directory, which is created.
     *
     * @throws IOException if a file exists there, or cannot be written
     */
    public void keepIn(Path kept) throws IOException {
        Files.createDirectories(kept);
        for (String file : RESULTS) {
            Files.copy(directory.path().resolve(file), kept.resolve(file));
        }
    }

    @Override
    public String name() {
        return Printable.line(String.valueOf(script.getFileName()));
    }

    @Override
    public boolean isRecorded() {
        return true;
    }

    @Override
    public SubjectRun start(Experiment experiment) {
        return recording.start(experiment);
    }

    @Override
    public List<Line> lines(Key.Place tensor) {
        String name = tensor.quantity().symbol() + (tensor.quantity() == Quantity.LOSS ? "" : tensor.layer());
        JsonElement places = understood.getAsJsonObject("places").get(name);
        List<Line> lines = new ArrayList<>();
        if (places != null) {
            places.getAsJsonArray().forEach(place -> lines.add(line(place.getAsJsonObject())));
        }
        return lines;
    }

    private static Line line(JsonObject place) {
        return new Line(
                Printable.line(place.get("file").getAsString()),
                place.get("line").getAsInt(),
                place.get("column").getAsInt(),
                Printable.lines(place.get("text").getAsString()));
    }

    /** The names of the scaffolds, {@code a1} and {@code dz1}, are those of recordings with other cases. */
    @Override
    public Map<String, String> variables() {
        return understood.getAsJsonObject("names").entrySet().stream()
                .collect(Collectors.toMap(
                        entry -> entry.getKey()
                                .replace("dZ", "dz")
                                .replace("Z", "z")
                                .replace("A", "a"),
                        entry -> Printable.line(entry.getValue().getAsString())));
    }

    @Override
    public void close() {
        directory.close();
    }
}
