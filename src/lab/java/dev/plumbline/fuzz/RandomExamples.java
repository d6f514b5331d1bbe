package dev.plumbline.fuzz;

import dev.plumbline.spec.Loss;
import dev.plumbline.spec.LossRules;
import dev.plumbline.spec.data.DataSource;
import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.spec.vocabulary.InvalidSpecException;
import dev.plumbline.spec.vocabulary.Parameter;
import dev.plumbline.spec.vocabulary.Problem;
import dev.plumbline.spec.vocabulary.Schema;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Random examples: inputs of a given kind, and targets that the loss allows. */
final class RandomExamples {
    private static final int TRIES = 100;
    private static final double HUGE = 1e6;

    private final Choices choices;
    private final NetworkTraits.Kind kind;
    private final int count;

    RandomExamples(Choices choices, NetworkTraits.Kind kind) {
        this.choices = choices;
        this.kind = kind;
        this.count = Generator.examples(choices, kind);
    }

    int count() {
        return count;
    }

    /** The examples, with random values for the other parameters of the data, such as the weights. */
    DataSource data(int inputs, int outputs, Loss loss) {
        List<Object> values = new ArrayList<>();
        Schema<DataSource.Inline> schema = Schema.of(DataSource.Inline.class);
        for (Parameter parameter : schema.parameters()) {
            values.add(
                    switch (parameter.name()) {
                        case "inputs" -> inputs(inputs);
                        case "targets" -> targets(outputs, loss);
                        default -> ofEach(parameter);
                    });
        }
        return schema.create(values);
    }

    /** A number for each example; empty if the parameter is optional and not drawn. */
    private Object ofEach(Parameter parameter) {
        boolean present = choices.oneOf(
                List.of(false, true),
                there -> Set.of(there ? Features.own(parameter.name()) : Features.none(parameter.name())),
                there -> there ? 1 : 3);
        List<Double> numbers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            numbers.add(
                    choices.chance(0.2)
                            ? (double) choices.below(3)
                            : Magnitudes.short2(2 * choices.random().random()));
        }
        return !parameter.isOptional() || present ? wrapped(parameter, numbers) : Optional.empty();
    }

    private static Object wrapped(Parameter parameter, List<Double> numbers) {
        return parameter.isOptional() ? Optional.of(numbers) : numbers;
    }

    private List<List<Double>> inputs(int width) {
        List<List<Double>> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(row(width));
        }
        int one = choices.below(count);
        switch (kind) {
            case ZERO_ROWS -> rows.set(one, Collections.nCopies(width, 0.0));
            case IDENTICAL_ROWS -> rows.set(one, rows.get((one + 1) % count));
            default -> {}
        }
        return rows;
    }

    private List<Double> row(int width) {
        List<Double> row = new ArrayList<>();
        for (int j = 0; j < width; j++) {
            double value = normal();
            row.add(
                    kind == NetworkTraits.Kind.HUGE
                            ? value * Math.pow(10, 6 * choices.random().random())
                            : value);
        }
        if (kind == NetworkTraits.Kind.HUGE) {
            row.set(choices.below(width), choices.chance(0.5) ? HUGE : -HUGE);
        }
        return row;
    }

    /** A normal number with three decimals, so that zeros and equal numbers occur. */
    private double normal() {
        return Math.rint(1000 * choices.random().normal()) / 1000;
    }

    /** The kinds of targets; each loss allows some of them. */
    private enum Target {
        NORMAL,
        UNIFORM,
        BINARY,
        SIGNS,
        COUNTS,
        DISTRIBUTION,
        ONE_HOT
    }

    private List<List<Double>> targets(int width, Loss loss) {
        for (int i = 0; i < TRIES; i++) {
            Target target = choices.oneOf(List.of(Target.values()));
            List<List<Double>> rows = new ArrayList<>();
            for (int row = 0; row < count; row++) {
                rows.add(target(target, width));
            }
            if (rows.stream()
                    .allMatch(
                            row -> LossRules.problemOfTargets(loss, array(row)).isEmpty())) {
                return rows;
            }
        }
        throw new InvalidSpecException(
                List.of(new Problem(ErrorKind.LOSS_MISMATCH, "loss", "found no valid targets for " + loss, "")));
    }

    private List<Double> target(Target target, int width) {
        List<Double> row = new ArrayList<>();
        for (int j = 0; j < width; j++) {
            row.add(
                    switch (target) {
                        case NORMAL -> normal();
                        case UNIFORM, DISTRIBUTION ->
                            Math.rint(1000 * choices.random().random()) / 1000;
                        case BINARY -> (double) choices.below(2);
                        case SIGNS -> choices.chance(0.5) ? 1.0 : -1.0;
                        case COUNTS -> (double) choices.below(5);
                        case ONE_HOT -> 0.0;
                    });
        }
        if (target == Target.ONE_HOT) {
            row.set(choices.below(width), 1.0);
        }
        double sum = row.stream().mapToDouble(Double::doubleValue).sum();
        return target == Target.DISTRIBUTION && sum > 0
                ? row.stream().map(value -> value / sum).toList()
                : row;
    }

    private static double[] array(List<Double> row) {
        return row.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
