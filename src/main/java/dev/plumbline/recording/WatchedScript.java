package dev.plumbline.recording;

import com.google.gson.JsonArray;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * A Python script that trains a network, run unmodified and watched: the network file that its numbers show, and the
 * recording of its training. The files are in a temporary directory until it is closed.
 */
public final class WatchedScript implements Subject, AutoCloseable {
    private static final List<String> RESULTS = List.of("network.yaml", "data.npz", "recording.npz");

    private static final String NOT_UNDERSTOOD = " is not understood: ";
    private static final String INSTEAD = "; record it by hand, see `plumbline recorder`";

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
        return isScript(file.toString());
    }

    /** The same by a name that may not be a path. */
    public static boolean isScript(String file) {
        String name = file.toLowerCase(Locale.ROOT);
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
        return run(script, edited, echo, timeout, Optional.empty());
    }

    /**
     * The same for a script among many: in a directory of its own, with one thread, with limited memory, and what it prints is
     * not shown. That is no protection from malicious code.
     */
    public static WatchedScript runApart(Path script, OwnDirectory place, Duration timeout) {
        return run(script.toAbsolutePath(), Map.of(), line -> {}, timeout, Optional.of(place));
    }

    private static WatchedScript run(
            Path script,
            Map<Path, String> edited,
            Consumer<String> echo,
            Duration timeout,
            Optional<OwnDirectory> place) {
        if (!Files.isRegularFile(script)) {
            throw new SubjectFailedException(
                    ErrorKind.FILE_NOT_FOUND, Printable.line(script.toString()) + ": there is no such file");
        }
        if (script.toFile().length() == 0) {
            throw notUnderstood(script, "it is empty");
        }
        TemporaryDirectory directory = TemporaryDirectory.create();
        try {
            new ScriptProgram(ScriptProgram.WATCH, script, timeout).run(directory.path(), edited, echo, place);
            Path reason = directory.path().resolve("not-understood.txt");
            if (Files.exists(reason)) {
                throw notUnderstood(script, Printable.line(Files.readString(reason)));
            }
            Path result = directory.path().resolve("understood.json");
            if (!Files.exists(result)) {
                throw new SubjectFailedException(
                        ErrorKind.CODE_FAILED,
                        "`" + Printable.line(script.toString()) + "` ended Python itself, as os._exit does, or deleted"
                                + " what was recorded");
            }
            String json = Files.readString(result);
            return new WatchedScript(
                    script, directory, JsonParser.parseString(json).getAsJsonObject());
        } catch (IOException e) {
            directory.close();
            throw unwritable(script, e);
        } catch (RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    /**
     * Edits of the script that may repair it. With each of them, the first steps of the training follow from right
     * gradients, with the same data, initial weights, layers, loss and optimizer as before. The search takes a minute.
     *
     * @param wrong the lines that compute wrong tensors, the last one of each tensor last
     * @param step the number of the step that has the first of them
     * @return the plausible ones first; empty if there are none
     */
    public List<Repair> repairs(List<Line> wrong, int step, Duration timeout) {
        return repairs(script, wrong, step, understood.getAsJsonObject("contradictions"), timeout);
    }

    /** The same of a script that trains nothing: edits with which it trains, and right. */
    public static List<Repair> repairs(Path script, Duration timeout) {
        return repairs(script, List.of(), 0, new JsonObject(), timeout);
    }

    private static List<Repair> repairs(
            Path script, List<Line> wrong, int step, JsonObject contradictions, Duration timeout) {
        JsonArray lines = new JsonArray();
        for (Line line : wrong) {
            JsonArray pair = new JsonArray();
            pair.add(line.file());
            pair.add(line.number());
            lines.add(pair);
        }
        JsonObject search = new JsonObject();
        search.add("lines", lines);
        search.addProperty("step", step);
        search.add("contradictions", contradictions);
        return repairs("repairing.py", script, search, timeout);
    }

    /** Edits of a script whose training is not understood, with which its gradients are the derivatives of its loss. */
    public static List<Repair> repairsOfGradients(Path script, Duration timeout) {
        return repairs("gradsearch.py", script, new JsonObject(), timeout);
    }

    private static List<Repair> repairs(String program, Path script, JsonObject search, Duration timeout) {
        try (TemporaryDirectory results = TemporaryDirectory.create()) {
            Files.writeString(results.path().resolve("search.json"), search.toString());
            new ScriptProgram(program, script, timeout).run(results.path());
            List<Repair> repairs = new ArrayList<>();
            String json = Files.readString(results.path().resolve("repairs.json"));
            for (JsonElement repair : JsonParser.parseString(json).getAsJsonArray()) {
                repairs.add(Repair.of(repair.getAsJsonObject()));
            }
            return repairs;
        } catch (IOException e) {
            throw unwritable(script, e);
        }
    }

    /**
     * The gradients of a script whose training is not understood, compared with numerical derivatives. Empty if the script
     * has no loss and no delta from which they follow, and on Windows, which has no forked processes.
     */
    public static Optional<ScriptGradients> gradients(Path script, Duration timeout) {
        try (TemporaryDirectory results = TemporaryDirectory.create()) {
            new ScriptProgram("gradcheck.py", script, timeout).run(results.path());
            JsonElement gradients =
                    JsonParser.parseString(Files.readString(results.path().resolve("gradients.json")));
            return gradients.isJsonNull()
                    ? Optional.empty()
                    : Optional.of(ScriptGradients.of(gradients.getAsJsonObject()));
        } catch (IOException e) {
            throw unwritable(script, e);
        }
    }

    /**
     * Edits of a script.
     *
     * @param sources the whole edited sources, by their files
     * @param difference the edits as a unified diff
     * @param resolves whether the updates were right before it, and it ends one of the contradictions
     */
    public record Repair(Map<Path, String> sources, String difference, boolean resolves) {
        private static Repair of(JsonObject json) {
            Map<Path, String> sources = new LinkedHashMap<>();
            json.getAsJsonObject("sources")
                    .entrySet()
                    .forEach(entry -> sources.put(
                            Path.of(entry.getKey()), entry.getValue().getAsString()));
            return new Repair(
                    sources,
                    json.get("diff").getAsString(),
                    json.get("resolves").getAsBoolean());
        }
    }

    private static SubjectFailedException unwritable(Path script, IOException e) {
        return new SubjectFailedException(
                ErrorKind.NOT_WRITABLE, "the temporary files of " + script + " failed: " + e.getMessage(), e);
    }

    private static SubjectFailedException notUnderstood(Path script, String reason) {
        return new SubjectFailedException(
                ErrorKind.NOT_UNDERSTOOD,
                "the training of " + Printable.line(script.toString()) + NOT_UNDERSTOOD + reason + INSTEAD);
    }

    /** Why a training was not understood, without the sentence around it. */
    public static String reason(SubjectFailedException notUnderstood) {
        String message = notUnderstood.getMessage();
        return message.substring(message.indexOf(NOT_UNDERSTOOD) + NOT_UNDERSTOOD.length())
                .replace(INSTEAD, "");
    }

    /** The network file that the numbers show. */
    public Path networkFile() {
        return directory.path().resolve("network.yaml");
    }

    /** Whether it trains with PyTorch, and not with NumPy. */
    public boolean isInPyTorch() {
        return understood.has("framework");
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

    /**
     * Whether loss and optimizer are taken from names, because right gradients explain no update, or the updates are those of
     * the sum of the loss where the script computes its mean.
     */
    public boolean isGuessed() {
        return isTrue("guessed");
    }

    /** Whether the last activation and the loss are guessed too, because its outputs and their deltas fit none that is known. */
    public boolean hasGuessedOutputs() {
        return isTrue("guessed_outputs");
    }

    @Override
    public boolean hasGuessedLoss() {
        return isTrue("guessed_loss");
    }

    /** Whether a hidden layer's delta does not follow from that of the layer after it, as where the loss has terms of hidden layers. */
    public boolean hasOtherDeltas() {
        return isTrue("other_deltas");
    }

    /** Whether an activation is taken from a name, for its numbers are others: as of layers that are no fully connected ones. */
    public boolean hasGuessedLayers() {
        return isTrue("guessed_layers");
    }

    /** Whether that of a layer below the last one is. */
    public boolean hasGuessedHiddenLayers() {
        return isTrue("guessed_hidden_layers");
    }

    /** Whether a penalty is divided by the size of each batch, and batches have other sizes, so that this can be seen. */
    public boolean hasPenaltyOfBatch() {
        return isTrue("penalty_of_batch");
    }

    /** Whether the script names a penalty, and its updates have none. */
    public boolean lacksPenalty() {
        return isTrue("lacks_penalty");
    }

    @Override
    public boolean hasEstimatedConstants() {
        return isTrue("estimated");
    }

    @Override
    public boolean hasUnknownLoss() {
        return isTrue("unknown_loss");
    }

    @Override
    public boolean hasUnknownOptimizer() {
        return isTrue("unknown_optimizer");
    }

    /** What is said of scripts that train with NumPy; false of others. */
    private boolean isTrue(String name) {
        return understood.has(name) && understood.get(name).getAsBoolean();
    }

    /** Whether a loop may end before its time, as where a training stops as soon as it gets no better. */
    public boolean mayStop() {
        return isTrue("may_stop");
    }

    /** How many steps it takes. */
    public long stepsTaken() {
        return understood.get("steps").getAsLong();
    }

    /** How many examples its steps take together. */
    public long examplesTaken() {
        return understood.get("examples").getAsLong();
    }

    /**
     * What the training has that hardly anybody means, though its updates are right: kinds of notes, such as inputs and
     * targets in different orders.
     */
    public Set<String> contradictions() {
        return understood.getAsJsonObject("contradictions").keySet();
    }

    /** Whether the updates of the weights are compared, and not only the gradients of a step. */
    public boolean comparesUpdates() {
        return !understood.has("updates") || understood.get("updates").getAsBoolean();
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

    /** A place in a source as the programs write it. */
    static Line line(JsonObject place) {
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
