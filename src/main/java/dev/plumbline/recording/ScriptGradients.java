package dev.plumbline.recording;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.plumbline.spec.vocabulary.Printable;
import dev.plumbline.trace.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * The gradients of one step of a script, whatever its network is, compared with numerical derivatives of its loss.
 *
 * @param loss where the loss is computed; empty if the script computes none of the examples of a step
 * @param delta then the delta of its outputs, from which the gradients follow, and which is taken as it is
 * @param namedLoss a number with the name of a loss that depends on all weights, and whose derivatives the gradients are not
 * @param notes mistakes that the text shows
 * @param factor the gradients are this times the derivatives
 * @param suspects the statements that may make the first wrong gradient, in the order in which they are run: those after
 *     the last array that is still right
 */
public record ScriptGradients(
        Optional<Subject.Line> loss,
        Optional<Subject.Line> delta,
        Optional<Subject.Line> namedLoss,
        List<Note> notes,
        double factor,
        List<Weights> weights,
        List<Subject.Line> suspects) {
    public ScriptGradients {
        notes = List.copyOf(notes);
        weights = List.copyOf(weights);
        suspects = List.copyOf(suspects);
    }

    /** Whether the gradient of some weights is the derivative. */
    public enum Judgement {
        AGREES,
        DIFFERS,
        /** No array of the step is like it. */
        UNKNOWN
    }

    /**
     * A mistake that the text shows, with its line.
     *
     * @param difference an edit that mends it, as a unified diff; may be empty
     */
    public record Note(String text, String difference) {}

    /**
     * An array that the training changes.
     *
     * @param name by which the script reaches it; may be empty
     * @param shape such as "3 × 4"
     * @param gradient where the array is computed that is its gradient, or is meant to be
     * @param difference the largest difference from the derivatives, relative to the largest of these; 0 if it agrees
     */
    public record Weights(
            String name, String shape, Judgement judgement, Optional<Subject.Line> gradient, double difference) {}

    static ScriptGradients of(JsonObject json) {
        List<Weights> weights = new ArrayList<>();
        json.getAsJsonArray("weights").forEach(each -> weights.add(weights(each.getAsJsonObject())));
        List<Note> notes = new ArrayList<>();
        json.getAsJsonArray("notes").forEach(each -> notes.add(note(each.getAsJsonObject())));
        List<Subject.Line> suspects = new ArrayList<>();
        json.getAsJsonArray("suspects").forEach(each -> suspects.add(WatchedScript.line(each.getAsJsonObject())));
        return new ScriptGradients(
                line(json, "loss"),
                line(json, "delta"),
                line(json, "named_loss"),
                notes,
                json.get("factor").getAsDouble(),
                weights,
                suspects);
    }

    private static Note note(JsonObject json) {
        return new Note(
                Printable.line(json.get("note").getAsString()), json.get("diff").getAsString());
    }

    private static Optional<Subject.Line> line(JsonObject json, String name) {
        return json.has(name) && !json.get(name).isJsonNull()
                ? Optional.of(WatchedScript.line(json.getAsJsonObject(name)))
                : Optional.empty();
    }

    private static Weights weights(JsonObject json) {
        String shape = StreamSupport.stream(json.getAsJsonArray("shape").spliterator(), false)
                .map(JsonElement::getAsString)
                .collect(Collectors.joining(" × "));
        JsonElement difference = json.get("difference");
        return new Weights(
                Printable.line(json.get("name").getAsString()),
                shape,
                Judgement.valueOf(json.get("verdict").getAsString().toUpperCase(Locale.ROOT)),
                line(json, "gradient"),
                difference.isJsonNull() ? 0 : difference.getAsDouble());
    }

    /** The weights of which that is so. */
    public List<Weights> that(Judgement judgement) {
        return weights.stream().filter(each -> each.judgement() == judgement).toList();
    }
}
