package dev.plumbline.report;

import dev.plumbline.report.document.Json;
import dev.plumbline.report.document.Numbers;
import dev.plumbline.selftest.DetectionLimits;
import dev.plumbline.selftest.DetectionLimits.Limit;
import dev.plumbline.selftest.ErrorShape;
import dev.plumbline.selftest.Measurement;
import dev.plumbline.selftest.Measurement.Where;
import dev.plumbline.spec.Precision;
import dev.plumbline.trace.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Limits of detection as tables.
 *
 * @param title the title of the table
 * @param about a sentence about the injected errors and the rows
 * @param first the heading of the first column
 * @param rows the limits
 */
record LimitTables(String title, String about, String first, List<Row> rows) {
    /** The width of the networks that are trained with every optimizer. */
    private static final int WIDTH = 3;

    LimitTables {
        rows = List.copyOf(rows);
    }

    /**
     * A limit.
     *
     * @param label the common property of the measurements
     */
    record Row(String label, Precision precision, Limit limit) {}

    private record Group(Precision precision, String label) {}

    /** The tables of the text output, without empty tables. */
    static List<LimitTables> summary(DetectionLimits limits) {
        Predicate<Measurement> record = each -> each.where() == Where.RECORD;
        Predicate<Measurement> element = record.and(each -> each.shape().isElement());
        List<LimitTables> tables = new ArrayList<>();
        tables.add(of(
                limits,
                "One recorded step of DL4J",
                "An error is injected into one tensor of one step. Each row covers all quantities, layers, widths "
                        + "and optimizers.",
                "elements",
                record.and(each -> each.shape() != ErrorShape.SIGN_OF_ROW),
                LimitTables::shape));
        tables.add(of(
                limits,
                "One element, by quantity",
                "As above, for the largest, the median and the smallest element.",
                "quantity",
                element,
                LimitTables::quantity));
        tables.add(of(
                limits,
                "One element, by width and step",
                "As above, for trainings with stochastic gradient descent.",
                "network",
                element.and(each -> each.optimizer().equals("sgd")),
                each -> "width " + each.width() + ", " + step(each)));
        tables.add(of(
                limits,
                "One element, by optimizer",
                "As above, for the updates, the optimizer state and the updated weights, at width 3.",
                "optimizer",
                element.and(
                        each -> each.width() == WIDTH && isOfUpdate(each.key().quantity())),
                Measurement::optimizer));
        tables.add(of(
                limits,
                "A factor on a whole weight gradient, in every recorded step of DL4J",
                "The training has 1,000 steps; the error can be found in any of them.",
                "network",
                each -> each.where() == Where.EVERY_STEP,
                each -> "width " + each.width() + ", layer " + each.key().layer()));
        tables.add(of(
                limits,
                "A small input",
                "One input differs from the others by a factor that is a power of 10. The size is that factor, and "
                        + "the check must name the first step.",
                "error",
                each -> isOfSmallInput(each.shape()),
                each -> shape(each) + ", " + (each.where() == Where.RECORD ? "DL4J" : evidence(each))));
        tables.add(of(
                limits,
                "A hand-written network",
                "It computes a tensor wrongly in every step and continues with it. The check must name the first "
                        + "step. DL4J is not used.",
                "elements",
                each -> isOfCode(each) && !isOfSmallInput(each.shape()),
                each -> shape(each) + ", " + evidence(each)));
        tables.removeIf(table -> table.rows().isEmpty());
        return tables;
    }

    /** Every quantity and shape. */
    static List<LimitTables> details(DetectionLimits limits) {
        List<LimitTables> tables = new ArrayList<>();
        for (Where where : List.of(Where.RECORD, Where.CODE, Where.CODE_OF_WEIGHTS)) {
            tables.add(of(
                    limits,
                    "Every quantity: " + where.description(),
                    "",
                    "quantity and elements",
                    each -> each.where() == where && !isOfSmallInput(each.shape()),
                    each -> quantity(each) + ", " + shape(each)));
        }
        tables.removeIf(table -> table.rows().isEmpty());
        return tables;
    }

    private static LimitTables of(
            DetectionLimits limits,
            String title,
            String about,
            String first,
            Predicate<Measurement> chosen,
            Function<Measurement, String> label) {
        List<Row> rows = new ArrayList<>();
        limits.by(chosen, each -> new Group(each.precision(), label.apply(each)))
                .forEach((group, limit) -> rows.add(new Row(group.label(), group.precision(), limit)));
        return new LimitTables(title, about, first, rows);
    }

    private static String shape(Measurement each) {
        return each.shape().description();
    }

    private static String quantity(Measurement each) {
        return each.key().quantity().description();
    }

    private static String evidence(Measurement each) {
        return each.where() == Where.CODE ? "full trace" : "weights";
    }

    private static String step(Measurement each) {
        return each.key().step() == 0 ? "first step" : "step " + each.key().step();
    }

    private static boolean isOfCode(Measurement each) {
        return each.where() == Where.CODE || each.where() == Where.CODE_OF_WEIGHTS;
    }

    private static boolean isOfSmallInput(ErrorShape shape) {
        return shape == ErrorShape.SIGN_OF_ROW || shape == ErrorShape.FORGOTTEN_INPUT;
    }

    private static boolean isOfUpdate(Quantity quantity) {
        return quantity.isOfState() || quantity == Quantity.WEIGHT_UPDATE || quantity == Quantity.BIAS_UPDATE;
    }

    /** The label, the precision, and the sizes found and passed, also in units of the bound. */
    static List<String> cells(Row row) {
        return List.of(
                row.label(),
                Json.word(row.precision()),
                isOfSign(row) ? "-" : size(row.limit().published()),
                isOfSign(row) ? "-" : size(row.limit().passed()),
                bounds(row.limit().foundBounds()),
                bounds(row.limit().passedBounds()));
    }

    /** The reason why the largest missed error passed. */
    static String why(Row row) {
        Measurement worst = row.limit().worst();
        String where = "width " + worst.width() + ", " + step(worst) + ", layer "
                + worst.key().layer();
        return switch (worst.reason()) {
            case NOTHING_PASSED -> worst.reason().sentence();
            case CANCELLATION ->
                worst.reason().sentence() + ": these are " + Numbers.times(worst.terms()) + " times as large (" + where
                        + ")";
            case ROUNDING, MISSED, INDIRECT, FEW_STEPS -> worst.reason().sentence() + " (" + where + ")";
        };
    }

    /** Whether it is the limit for a sign, which has no size. */
    private static boolean isOfSign(Row row) {
        return row.limit().worst().shape() == ErrorShape.SIGN;
    }

    /** A size: "never" if nothing was found, "none" if nothing passed. */
    private static String size(double value) {
        return value == 0 ? "none" : Double.isInfinite(value) ? "never" : Numbers.error(value);
    }

    /** A size in units of the bound. */
    private static String bounds(double value) {
        return Double.isNaN(value) ? "-" : value == 0 || Double.isInfinite(value) ? size(value) : Numbers.times(value);
    }
}
