package dev.plumbline.data.examples;

import dev.plumbline.data.DataException;
import dev.plumbline.data.DataProblems;
import dev.plumbline.data.Dataset;
import dev.plumbline.data.MessageNames;
import dev.plumbline.data.preparation.Categories;
import dev.plumbline.data.preparation.Preparation;
import dev.plumbline.data.preparation.PreparationLearning;
import dev.plumbline.data.preparation.PreparedExamples;
import dev.plumbline.data.preparation.RawExamples;
import dev.plumbline.data.table.CsvClasses;
import dev.plumbline.data.table.CsvHeldOut;
import dev.plumbline.data.table.CsvRows;
import dev.plumbline.math.Matrix;
import dev.plumbline.spec.LossRules;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Precision;
import dev.plumbline.spec.data.ClassList;
import dev.plumbline.spec.data.Validation;
import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.spec.vocabulary.InvalidSpecException;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Prepares the examples of a table whose parts are held elsewhere, as {@link ExamplesReader} does with a table in memory: the
 * same validation part, the same preparation to the bit, the same messages. Only sums, counts, categories and classes come here.
 */
public final class TableExamples {
    private final Table table;
    private final HeldOutRows heldOut;
    private final Preparation preparation;
    private final List<int[]> sizes; // by part: the rows of the training part and those held out

    private TableExamples(Table table, HeldOutRows heldOut, Preparation preparation, List<int[]> sizes) {
        this.table = table;
        this.heldOut = heldOut;
        this.preparation = preparation;
        this.sizes = sizes;
    }

    /**
     * Learns the preparation from the training part, or takes one that is known.
     *
     * @throws InvalidSpecException with the problems
     */
    public static TableExamples of(Table table, RawParts parts, Optional<Preparation> known) {
        return new Preparing(table, parts).prepare(known);
    }

    /** The preparation. */
    public Preparation preparation() {
        return preparation;
    }

    /** The number of rows in the training part. */
    public int training() {
        return sizes.stream().mapToInt(each -> each[0]).sum();
    }

    /** The number of held-out rows. */
    public int heldOut() {
        return sizes.stream().mapToInt(each -> each[1]).sum();
    }

    /** The number of numbers of a prepared row: inputs, targets, and the weight if there is one. */
    public int width() {
        NetworkSpec spec = table.spec();
        return spec.inputs() + spec.outputs() + (spec.data().isWeighted() ? 1 : 0);
    }

    /** How a part is prepared. */
    public RawParts.Work<ArrayList<PreparedPart>> preparing() {
        ArrayList<int[]> firsts = new ArrayList<>();
        int[] sum = new int[2];
        for (int[] each : sizes) {
            firsts.add(sum.clone());
            sum[0] += each[0];
            sum[1] += each[1];
        }
        return new PreparingPart(table, heldOut, new PreparationText(preparation), firsts);
    }

    /**
     * Prepared rows of a part.
     *
     * @param heldOut whether they are held out, or of the training part
     * @param first the number of the first of them in their part of the data
     * @param values rows × width
     */
    public record PreparedPart(boolean heldOut, int first, double[] values) implements Serializable {}

    /** A preparation on its way to a worker. */
    private static final class PreparationText implements Serializable {
        private static final long serialVersionUID = 1;
        private final Map<String, Object> map;

        PreparationText(Preparation preparation) {
            map = preparation.toMap();
        }

        Preparation read() throws DataException {
            return Preparation.fromMap(map);
        }
    }

    /** Prepares a part. */
    private record PreparingPart(Table table, HeldOutRows heldOut, PreparationText preparation, ArrayList<int[]> firsts)
            implements RawParts.Work<ArrayList<PreparedPart>> {
        @Override
        public ArrayList<PreparedPart> on(int number, RawPart part) throws IOException {
            ArrayList<PreparedPart> prepared = new ArrayList<>();
            BitSet out = heldOut.of(number, part, table);
            BitSet training = heldOut.training(number, part, table);
            if (!training.isEmpty()) {
                prepared.add(new PreparedPart(false, firsts.get(number)[0], values(part, training)));
            }
            if (!out.isEmpty()) {
                prepared.add(new PreparedPart(true, firsts.get(number)[1], values(part, out)));
            }
            return prepared;
        }

        private double[] values(RawPart part, BitSet rows) throws DataException {
            Dataset set = PreparedExamples.prepare(table.examples(part).copied(), rows, preparation.read());
            Matrix[] columns = {set.inputs(), set.targets(), set.weights().orElse(set.targets())};
            int groups = set.weights().isPresent() ? 3 : 2;
            int width = 0;
            for (int i = 0; i < groups; i++) {
                width += columns[i].columns();
            }
            double[] values = new double[set.inputs().rows() * width];
            int at = 0;
            for (int row = 0; row < set.inputs().rows(); row++) {
                for (int i = 0; i < groups; i++) {
                    for (int column = 0; column < columns[i].columns(); column++) {
                        values[at++] = columns[i].get(row, column);
                    }
                }
            }
            return values;
        }
    }

    /** The steps before rows can be prepared. */
    private static final class Preparing {
        private final RawParts parts;
        private final NetworkSpec spec;
        private final List<RawPart> summaries;
        private final DataProblems findings = new DataProblems();
        private Table table;
        private HeldOutRows heldOut = new HeldOutRows();
        private int rows;

        Preparing(Table table, RawParts parts) {
            this.table = table;
            this.parts = parts;
            this.spec = table.spec();
            this.summaries = parts.each((number, part) -> part.summary());
        }

        TableExamples prepare(Optional<Preparation> known) {
            count();
            findClasses();
            RawExamples whole = whole();
            checkWeights();
            hold();
            findings.throwIfAny();
            Preparation preparation = known.orElseGet(() -> PreparationLearning.learn(
                    new PartsOfTraining(table, heldOut, parts, whole), spec.prepare(), findings));
            PreparedExamples.checkCategories(whole, preparation, findings);
            findings.throwIfAny();
            Table of = table;
            HeldOutRows out = heldOut;
            List<int[]> sizes = parts.each((number, part) -> {
                int held = out.of(number, part, of).cardinality();
                return new int[] {part.rows() - held, held};
            });
            TableExamples examples = new TableExamples(table, heldOut, preparation, sizes);
            checkPrepared(examples);
            return examples;
        }

        private void count() {
            summaries.forEach(part -> part.problems().addTo(findings));
            findings.throwIfAny();
            long all = summaries.stream().mapToLong(RawPart::rows).sum();
            if (all == 0) {
                findings.add(
                        ErrorKind.EMPTY_INPUT,
                        "data.file",
                        CsvRows.emptiness(table.file(), table.source().header()),
                        "at least one row");
            }
            if (all > Integer.MAX_VALUE - 8) {
                findings.add(
                        ErrorKind.TOO_LARGE,
                        "data.file",
                        table.file() + " has " + all + " rows",
                        "at most 2,147,483,639");
            }
            findings.throwIfAny();
            rows = (int) all;
        }

        private void findClasses() {
            if (table.source()
                    .classes()
                    .filter(ClassList.Infer.class::isInstance)
                    .isEmpty()) {
                return;
            }
            Categories found = new Categories();
            for (RawPart part : summaries) {
                for (String name : part.classes()) {
                    if (found.number(name, 0) < 0) {
                        findings.add(
                                ErrorKind.UNKNOWN_CATEGORY,
                                "data.targets[0]",
                                table.file() + ": found " + MessageNames.quote(name) + ", one class too many",
                                "at most " + Categories.MOST + " classes");
                    }
                }
            }
            List<String> names = Categories.sorted(found.texts());
            CsvClasses.inferred(names, table.file(), spec.outputs(), findings);
            findings.throwIfAny();
            table = table.with(names);
        }

        /** The columns with the categories of all parts. */
        private RawExamples whole() {
            RawExamples whole = table.whole();
            for (int column = 0; column < whole.width(); column++) {
                RawExamples.Column of = whole.columns().get(column);
                for (RawPart part : summaries) {
                    if (of.categories().isPresent()
                            && !part.addCategories(column, of.categories().get())) {
                        findings.add(
                                ErrorKind.UNKNOWN_CATEGORY,
                                of.path(),
                                table.file() + ", column " + MessageNames.quote(of.name()) + ": too many categories",
                                "at most " + Categories.MOST + " categories");
                        break;
                    }
                }
            }
            return whole;
        }

        private void checkWeights() {
            if (!spec.data().isWeighted()) {
                return;
            }
            String file = table.file();
            Table of = table;
            List<PartProblems> problems = parts.each((number, part) -> {
                DataProblems ofPart = new DataProblems();
                part.checkWeights(file, ofPart);
                return new PartProblems(ofPart);
            });
            problems.forEach(each -> each.addTo(findings));
            if (findings.count() == 0
                    && parts.each((number, part) -> part.counts()).stream().noneMatch(each -> each)) {
                findings.add(
                        ErrorKind.NO_EFFECT,
                        "data.weights",
                        of.file() + ": every weight is 0, so no example would count",
                        "at least one weight above 0");
            }
        }

        /** Finds the held-out rows. */
        private void hold() {
            Optional<Validation> validation = spec.validation();
            if (validation.isEmpty() || findings.count() > 0) {
                return;
            }
            if (validation.get().share().isEmpty()) {
                CsvHeldOut marked = new CsvHeldOut(validation, table.file(), findings);
                int first = 0;
                for (RawPart part : summaries) {
                    part.addHeldOut(marked, first);
                    first += part.rows();
                }
                marked.finish(rows);
                return;
            }
            Table of = table;
            boolean stratified = validation.get().stratified();
            int classes = stratified ? Math.max(2, spec.outputs()) : 1;
            List<int[]> ofParts = parts.each((number, part) -> {
                int[] counts = new int[classes];
                for (int each : HeldOutRows.classes(of, part, stratified)) {
                    counts[each]++;
                }
                return counts;
            });
            int[] all = new int[classes];
            ofParts.forEach(part -> {
                for (int i = 0; i < classes; i++) {
                    all[i] += part[i];
                }
            });
            List<BitSet> drawn = ExampleSplit.draw(all, rows, table.file(), validation.get(), spec.seed(), findings);
            heldOut = new HeldOutRows(drawn, ofParts, stratified);
        }

        /** Checks what {@code Experiment} checks of examples in memory. */
        private void checkPrepared(TableExamples examples) {
            RawParts.Work<ArrayList<PreparedPart>> preparing = examples.preparing();
            Table of = table;
            int width = examples.width();
            parts.each((number, part) -> {
                        DataProblems ofPart = new DataProblems();
                        for (PreparedPart each : preparing.on(number, part)) {
                            check(each, width, of, ofPart);
                        }
                        return new PartProblems(ofPart);
                    })
                    .forEach(each -> each.addTo(findings));
            findings.throwIfAny();
        }

        private static void check(PreparedPart part, int width, Table table, DataProblems findings) {
            NetworkSpec spec = table.spec();
            double[] targets = new double[spec.outputs()];
            for (int row = 0; row < part.values().length / width && findings.count() == 0; row++) {
                for (int i = 0; i < width; i++) {
                    double value = part.values()[row * width + i];
                    if (!Double.isFinite(spec.precision() == Precision.F32 ? (float) value : value)) {
                        findings.add(
                                ErrorKind.NOT_FINITE,
                                "data",
                                table.file() + ": numbers of row " + (part.first() + row + 1L)
                                        + " of the " + (part.heldOut() ? "validation" : "training")
                                        + " part are too large",
                                spec.precision() == Precision.F32
                                        ? "numbers up to " + Float.MAX_VALUE + ", or `precision: f64`"
                                        : "smaller numbers");
                        return;
                    }
                }
                System.arraycopy(part.values(), row * width + spec.inputs(), targets, 0, targets.length);
                String place = "data.targets[" + (part.first() + row) + "]";
                LossRules.problemOfTargets(spec.loss(), targets)
                        .ifPresent(problem ->
                                findings.add(ErrorKind.LOSS_MISMATCH, "data.file", place + ": " + problem, ""));
            }
        }
    }
}
