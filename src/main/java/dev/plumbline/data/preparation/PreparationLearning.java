package dev.plumbline.data.preparation;

import dev.plumbline.data.DataProblems;
import dev.plumbline.data.MessageNames;
import dev.plumbline.math.ColumnScaling;
import dev.plumbline.spec.data.MissingValueRule;
import dev.plumbline.spec.data.Prepare;
import dev.plumbline.spec.data.Scaling;
import dev.plumbline.spec.error.ErrorKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Learns a preparation from the training part of raw examples: replacements of missing values, scales, and categories.
 *
 * @param training the rows of the training part
 * @param raw the columns of the training part; its rows are not used
 * @param key the key of the scaling in the specification
 */
public record PreparationLearning(
        TrainingColumns training, RawExamples raw, String key, Optional<Scaling> scaling, DataProblems findings) {

    /** Learns the preparation; the result is undefined if there are problems. */
    public static Preparation learn(TrainingColumns training, Optional<Prepare> prepare, DataProblems findings) {
        RawExamples raw = training.raw();
        Optional<Scaling> inputs = prepare.flatMap(Prepare::inputs);
        Optional<Scaling> targets = prepare.flatMap(Prepare::targets);
        List<InputColumn> columns =
                new PreparationLearning(training, raw, "prepare.inputs", inputs, findings).columns();
        return new Preparation(
                columns,
                targets.map(how -> scalesOfTargets(training.targets(how), how, findings)),
                raw.classes(),
                raw.layout());
    }

    private static ColumnScaling scalesOfTargets(TrainingColumns targets, Scaling how, DataProblems findings) {
        PreparationLearning learning =
                new PreparationLearning(targets, targets.raw(), "prepare.targets", Optional.of(how), findings);
        ColumnScaling scales = learning.scales(learning.noFills());
        return new ColumnScaling(how == Scaling.LOG, scales.subtract(), scales.divide());
    }

    private List<InputColumn> columns() {
        boolean fills = !(raw.missing() instanceof MissingValueRule.Error);
        double[] replacements = noFills();
        if (fills) {
            ColumnStatistics present = training.statistics(replacements.clone());
            for (int column = 0; column < raw.width(); column++) {
                if (isNumber(column)) {
                    replacements[column] = fill(column, present);
                }
            }
        }
        // As in a scikit-learn pipeline that fills and then scales, the scale is that of the filled column.
        ColumnScaling scales = scales(replacements);
        List<InputColumn> columns = new ArrayList<>();
        for (int i = 0; i < raw.width(); i++) {
            String name = raw.columns().get(i).name();
            Optional<Double> fill = fills ? Optional.of(replacements[i]) : Optional.empty();
            columns.add(
                    isNumber(i)
                            ? new InputColumn.Number(
                                    name,
                                    scales.subtract().get(i),
                                    scales.divide().get(i),
                                    fill)
                            : category(i));
        }
        return columns;
    }

    private double[] noFills() {
        double[] fills = new double[raw.width()];
        Arrays.fill(fills, Double.NaN);
        return fills;
    }

    private ColumnScaling scales(double[] fills) {
        double[] subtract = new double[raw.width()];
        double[] divide = new double[raw.width()];
        Arrays.fill(divide, raw.divideBy());
        scaling.ifPresent(how -> scale(how, fills, subtract, divide));
        return ColumnScaling.of(subtract, divide);
    }

    private boolean isNumber(int column) {
        return raw.columns().get(column).categories().isEmpty();
    }

    private void scale(Scaling how, double[] fills, double[] subtract, double[] divide) {
        ColumnStatistics filled = training.statistics(fills);
        boolean standardizes = how != Scaling.MIN_MAX;
        double[] deviations =
                standardizes ? filled.standardDeviations(training.squares(fills, filled.means())) : new double[0];
        for (int column = 0; column < raw.width(); column++) {
            double from = standardizes ? filled.mean(column) : filled.min(column);
            double size = filled.isConstant(column)
                    ? 1
                    : standardizes ? deviations[column] : filled.max(column) - filled.min(column);
            if (isNumber(column) && Double.isFinite(from) && Double.isFinite(size) && size != 0) {
                subtract[column] = from;
                divide[column] = size;
            } else if (isNumber(column)) {
                findings.add(
                        ErrorKind.OUT_OF_RANGE,
                        key,
                        raw.file() + ", column "
                                + MessageNames.quote(raw.columns().get(column).name()) + ": its values, from "
                                + filled.min(column) + " to " + filled.max(column)
                                + ", are too far apart or too close together to be scaled",
                        "other numbers, or no `prepare`");
            }
        }
    }

    private double fill(int column, ColumnStatistics present) {
        if (present.count(column) == 0 && !(raw.missing() instanceof MissingValueRule.Constant)) {
            findings.add(
                    ErrorKind.MISSING_VALUE,
                    "data.missing",
                    raw.file() + ", column "
                            + MessageNames.quote(raw.columns().get(column).name())
                            + ": every value of the training part is missing",
                    "a column with values, or `missing: { constant: { value: 0 } }`");
            return 0;
        }
        return raw.missing().match(new MissingValueRule.Cases<Double>() {
            @Override
            public Double error() {
                return Double.NaN;
            }

            @Override
            public Double mean() {
                return present.mean(column);
            }

            @Override
            public Double median() {
                return training.median(column);
            }

            @Override
            public Double constant(MissingValueRule.Constant constant) {
                return constant.value();
            }
        });
    }

    private InputColumn category(int column) {
        RawExamples.Column of = raw.columns().get(column);
        List<String> learned = Categories.sorted(training.texts(column));
        if (learned.isEmpty()) {
            findings.add(
                    ErrorKind.MISSING_VALUE,
                    of.path(),
                    raw.file() + ", column " + MessageNames.quote(of.name())
                            + ": every value of the training part is missing",
                    "a column with categories");
            return new InputColumn.Number(of.name());
        }
        return new InputColumn.Category(of.name(), learned, !(raw.missing() instanceof MissingValueRule.Error));
    }
}
