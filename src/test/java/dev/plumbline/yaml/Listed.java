package dev.plumbline.yaml;

import dev.plumbline.spec.Activation;
import dev.plumbline.spec.Initializer;
import dev.plumbline.spec.Layer;
import dev.plumbline.spec.LearningRate;
import dev.plumbline.spec.Loss;
import dev.plumbline.spec.Optimizer;
import dev.plumbline.spec.vocabulary.Schema;
import dev.plumbline.spec.vocabulary.Vocabulary;
import java.util.stream.Collectors;

/**
 * Expected texts that list a whole family of words, so that a new word changes no test: {@code ALL_ACTIVATIONS},
 * {@code ALL_LOSSES}, {@code ALL_INITIALIZERS}, {@code ALL_OPTIMIZERS}, {@code ALL_LEARNING_RATES} and
 * {@code ALL_KEYS_OF_DENSE} stand for them, in lines as long as the program's.
 */
public final class Listed {
    private static final int WIDTH = 80;

    private Listed() {}

    /** The text with the words in their places. */
    public static String words(String expected) {
        return expected.lines()
                .map(line -> line.contains("ALL_")
                        ? wrapped(line.replace("ALL_ACTIVATIONS", names(Activation.class))
                                .replace("ALL_OPTIMIZERS", names(Optimizer.class))
                                .replace("ALL_LEARNING_RATES", SchemaTypes.words(Vocabulary.of(LearningRate.class)))
                                .replace("ALL_LOSSES", names(Loss.class))
                                .replace("ALL_INITIALIZERS", names(Initializer.class))
                                .replace("ALL_KEYS_OF_DENSE", SchemaTypes.keys(Schema.of(Layer.Dense.class))))
                        : line)
                .collect(Collectors.joining("\n", "", expected.endsWith("\n") ? "\n" : ""));
    }

    private static String names(Class<?> family) {
        return Vocabulary.of(family).entries().stream()
                .map(Vocabulary.Entry::name)
                .collect(Collectors.joining(", "));
    }

    private static String wrapped(String note) {
        int gutter = note.indexOf("= ") + 2;
        StringBuilder text = new StringBuilder();
        StringBuilder line = new StringBuilder(note.substring(0, gutter));
        int start = gutter;
        for (String word : note.substring(gutter).split(" ")) {
            if (line.length() > start && line.length() + 1 + word.length() > WIDTH) {
                text.append(line).append('\n');
                line = new StringBuilder(" ".repeat(gutter + 2));
                start = line.length();
            }
            line.append(line.length() > start ? " " : "").append(word);
        }
        return text.append(line).toString();
    }
}
