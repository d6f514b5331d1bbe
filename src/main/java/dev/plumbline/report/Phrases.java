package dev.plumbline.report;

import dev.plumbline.spec.Parameter;
import dev.plumbline.spec.Schema;
import dev.plumbline.trace.Key;
import java.util.ArrayList;
import java.util.List;

/** Words of the vocabulary, and places in a training, in a sentence. */
final class Phrases {
    /** How the elements of tensors are counted. */
    static final String COUNTED = "row and column counted from 0";

    private Phrases() {}

    /** A word with its parameters: "half squared error", "sgd with learning rate 0.5". */
    static String of(Object word) {
        List<String> parameters = new ArrayList<>();
        if (word instanceof Record) {
            for (Parameter parameter : Schema.of(word.getClass()).parameters()) {
                Object value = parameter.valueIn(word);
                String shown = value instanceof Double number ? Numbers.figure(number) : value.toString();
                parameters.add(spaced(parameter.name()) + " " + shown);
            }
        }
        String name = spaced(Schema.wordOf(word));
        return parameters.isEmpty() ? name : name + " with " + String.join(", ", parameters);
    }

    static String spaced(String name) {
        return name.replace('_', ' ');
    }

    /** "step 46,439, layer 1, bias gradient"; as {@link Key#toString}, with the step's number easier to read. */
    static String of(Key key) {
        String text = key.toString();
        String step = "step " + key.step();
        return text.startsWith(step) ? "step " + Numbers.whole(key.step()) + text.substring(step.length()) : text;
    }

    /** The element of a tensor: "[0,3]". */
    static String element(int row, int column) {
        return "[" + row + "," + column + "]";
    }
}
