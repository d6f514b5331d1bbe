package dev.plumbline.model;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonSerializer;
import dev.plumbline.data.AtomicFile;
import dev.plumbline.data.DataException;
import dev.plumbline.data.TextFile;
import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.spec.vocabulary.Printable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The origin and the result of a run: {@code run.json}.
 *
 * @param versions the versions of Plumbline and Java, and the system
 * @param machine the processor and, for DL4J on the processor, the kernel of OpenBLAS, on which the last bits depend; empty in
 *     runs of earlier versions
 * @param engine the engine: dl4j or reference
 * @param threads the number of DL4J's threads; the sums of large products can depend on it
 * @param directory the directory that the paths in the network file are relative to
 * @param data the SHA-256 of each file of data, by its path in the network's file
 * @param started the start, in UTC, as ISO 8601
 * @param outcome the result; empty while the training runs, and after a crash
 */
public record RunRecord(
        Map<String, String> versions,
        Map<String, String> machine,
        String engine,
        int threads,
        long seed,
        String directory,
        Map<String, String> data,
        String started,
        Optional<Outcome> outcome) {
    private static final Gson GSON = new GsonBuilder()
            .setPrettyPrinting()
            .disableHtmlEscaping()
            .serializeSpecialFloatingPointValues()
            .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES)
            .registerTypeAdapter(Optional.class, (JsonSerializer<Optional<?>>)
                    (optional, type, context) -> context.serialize(optional.orElse(null)))
            .create();
    private static final String ALLOWED = "the run.json of `plumbline train --run`";

    private static final long MOST_BYTES = 16L << 20;

    public RunRecord {
        versions = new LinkedHashMap<>(versions);
        machine = new LinkedHashMap<>(machine);
        data = new LinkedHashMap<>(data);
    }

    /** The data files of this run that are others, or have other bytes, in another. */
    public List<String> changedData(RunRecord second) {
        return data.entrySet().stream()
                .filter(file -> !file.getValue().equals(second.data.get(file.getKey())))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** What the last bits depend on beside the network and the versions: processor, kernel, threads. */
    public Map<String, String> arithmetic() {
        Map<String, String> values = new LinkedHashMap<>(machine);
        values.put("threads", Integer.toString(threads));
        return values;
    }

    /** The names of those that are recorded in both runs and differ. */
    public List<String> arithmeticChanges(RunRecord second) {
        Map<String, String> values = second.arithmetic();
        return arithmetic().entrySet().stream()
                .filter(setting ->
                        !setting.getValue().equals(values.getOrDefault(setting.getKey(), setting.getValue())))
                .map(Map.Entry::getKey)
                .toList();
    }

    /**
     * The result of a run.
     *
     * @param end why the training ended, as a word: complete, no_improvement, target, stopped, not_finite
     * @param bestEpoch the number of epochs after which the weights were best; empty if the run has the last weights
     * @param seconds the duration of this process's part
     * @param training the metrics of the training examples, by name
     * @param validation the metrics of the validation examples; empty if there are none
     * @param weights the SHA-256 of the trained weights
     */
    public record Outcome(
            String end,
            long steps,
            Optional<Integer> bestEpoch,
            double seconds,
            Map<String, Double> training,
            Map<String, Double> validation,
            String weights) {
        public Outcome {
            training = new LinkedHashMap<>(training);
            validation = new LinkedHashMap<>(validation);
        }
    }

    /** Returns the record of a run whose data are in this directory. */
    public RunRecord in(Path place) {
        String path = place.toAbsolutePath().normalize().toString();
        return new RunRecord(versions, machine, engine, threads, seed, path, data, started, outcome);
    }

    /**
     * Returns the record of a run that trains, or goes on, on a machine. Where it differs from the one before, both are
     * recorded: {@code SkylakeX, then Haswell}.
     */
    public RunRecord on(Map<String, String> next) {
        Map<String, String> merged = new LinkedHashMap<>(machine);
        next.forEach((name, value) -> merged.merge(
                name,
                value,
                (before, now) ->
                        before.equals(now) || before.endsWith(", then " + now) ? before : before + ", then " + now));
        return new RunRecord(versions, merged, engine, threads, seed, directory, data, started, outcome);
    }

    /** Returns the record with the result. */
    RunRecord with(Outcome result) {
        return new RunRecord(versions, machine, engine, threads, seed, directory, data, started, Optional.of(result));
    }

    void write(Path file) throws IOException {
        AtomicFile.write(file, out -> out.write((GSON.toJson(this) + "\n").getBytes(StandardCharsets.UTF_8)));
    }

    static RunRecord read(Path file) throws IOException {
        if (Files.size(file) > MOST_BYTES) {
            throw new DataException(
                    ErrorKind.TOO_LARGE, file + " is " + Files.size(file) + " bytes long", "at most " + MOST_BYTES);
        }
        Fields json = Fields.of(file);
        return new RunRecord(
                json.at("versions").all(JsonElement::getAsString),
                json.json.has("machine") ? json.at("machine").all(JsonElement::getAsString) : Map.of(),
                json.get("engine", JsonElement::getAsString),
                json.get("threads", JsonElement::getAsInt),
                json.get("seed", JsonElement::getAsLong),
                json.get("directory", path -> Path.of(path.getAsString()).toString()),
                json.at("data").all(JsonElement::getAsString),
                json.get("started", JsonElement::getAsString),
                json.json.has("outcome") ? Optional.of(outcome(json.at("outcome"))) : Optional.empty());
    }

    private static Outcome outcome(Fields of) throws DataException {
        return new Outcome(
                of.get("end", JsonElement::getAsString),
                of.get("steps", JsonElement::getAsLong),
                of.json.has("best_epoch") ? Optional.of(of.get("best_epoch", JsonElement::getAsInt)) : Optional.empty(),
                of.get("seconds", JsonElement::getAsDouble),
                of.at("training").all(JsonElement::getAsDouble),
                of.at("validation").all(JsonElement::getAsDouble),
                of.get("weights", JsonElement::getAsString));
    }

    /**
     * The values of an object of the file; the problem of one names its key.
     *
     * @param place the file, to which a problem is appended
     * @param prefix the keys of the object, to which a key is appended
     */
    private record Fields(String place, String prefix, JsonObject json) {
        private static final Pattern POSITION = Pattern.compile("line (\\d+) column (\\d+)");

        static Fields of(Path file) throws IOException {
            String text = TextFile.read(file);
            if (text.isBlank()) {
                throw new DataException(ErrorKind.EMPTY_INPUT, file + " is empty", ALLOWED);
            }
            try {
                return new Fields(file + ": ", "", JsonParser.parseString(text).getAsJsonObject());
            } catch (JsonParseException | IllegalStateException | StackOverflowError e) {
                Matcher position = POSITION.matcher(String.valueOf(e.getMessage()));
                String place = position.find() ? ":" + position.group(1) + ":" + position.group(2) : "";
                throw damaged(file + place + ": this is not a complete object of JSON");
            }
        }

        private static DataException damaged(String problem) {
            return new DataException(ErrorKind.DAMAGED_FILE, problem, ALLOWED);
        }

        <T> T get(String key, Function<JsonElement, T> type) throws DataException {
            JsonElement value = json.get(key);
            if (value == null) {
                throw damaged(place + "`" + prefix + key + "` is missing");
            }
            try {
                return type.apply(value);
            } catch (IllegalStateException
                    | UnsupportedOperationException
                    | InvalidPathException
                    | NumberFormatException e) {
                String text = value.isJsonPrimitive() ? value.toString() : "another type";
                throw damaged(place + "`" + prefix + key + "` is "
                        + Printable.line(text.substring(0, Math.min(40, text.length()))));
            }
        }

        Fields at(String key) throws DataException {
            return new Fields(place, prefix + key + ".", get(key, JsonElement::getAsJsonObject));
        }

        <T> Map<String, T> all(Function<JsonElement, T> type) throws DataException {
            Map<String, T> values = new LinkedHashMap<>();
            for (String key : json.keySet()) {
                values.put(key, get(key, type));
            }
            return values;
        }
    }
}
