package dev.plumbline.trace;

import dev.plumbline.spec.LearningRate;
import dev.plumbline.spec.vocabulary.RecordBuilder;
import dev.plumbline.spec.vocabulary.Schema;
import dev.plumbline.spec.vocabulary.Vocabulary;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The words of a vocabulary as values, for tests that try all of them, including later ones. */
public final class Words {
    private Words() {}

    /** Every word of a sealed family, with its parameters' defaults, and a learning rate where it needs one. */
    public static <T> List<T> all(Class<T> family) {
        return Vocabulary.of(family).entries().stream()
                .map(entry -> family.cast(withDefaults(entry.schema().orElseThrow())))
                .toList();
    }

    /** These words, plus each with every other constant of its enum parameters. */
    public static <T> List<T> withConstants(List<T> words) {
        return words.stream()
                .flatMap(word -> Stream.concat(
                        Stream.of(word),
                        Schema.of(word.getClass()).parameters().stream()
                                .filter(parameter -> parameter.subject().isEnum())
                                .flatMap(parameter -> Arrays.stream(
                                                parameter.subject().getEnumConstants())
                                        .filter(constant -> !constant.equals(parameter.valueIn(word)))
                                        .map(constant -> Schema.with(word, parameter.name(), constant)))))
                .toList();
    }

    /** The word of this name, with its parameters' defaults. */
    public static <T> T named(Class<T> family, String name) {
        return family.cast(withDefaults(
                Vocabulary.of(family).find(name).orElseThrow().schema().orElseThrow()));
    }

    /** Every kind of learning rate, each changing within nine steps or epochs, and the constant one. */
    public static List<LearningRate> rates(LearningRate.ScheduleUnit per) {
        return List.of(
                LearningRate.of(0.01),
                new LearningRate.Step(0.02, 0.5, 3, per),
                new LearningRate.Exponential(0.02, 0.8, per),
                new LearningRate.Inverse(0.03, 0.3, 0.75, per),
                new LearningRate.Polynomial(0.02, 1.5, 7, per),
                new LearningRate.Sigmoid(0.02, -0.7, 5, per),
                new LearningRate.Cycle(0.01, 0.02, 2, 3, 0.5, per),
                new LearningRate.Table(0.01, List.of(2, 5), List.of(0.02, 0.003), per),
                new LearningRate.WarmUp(4, new LearningRate.Polynomial(0.02, 1, 6, per), per));
    }

    private static <R> R withDefaults(Schema<R> schema) {
        RecordBuilder<R> draft = RecordBuilder.of(schema.type());
        draft.missing().stream()
                .filter(parameter -> parameter.type() == LearningRate.class)
                .forEach(parameter -> draft.put(parameter.name(), LearningRate.of(0.01)));
        return draft.finish();
    }
}
