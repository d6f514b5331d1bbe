package dev.plumbline.data.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.data.DataMessages;
import dev.plumbline.data.NpyArray;
import dev.plumbline.data.Npz;
import dev.plumbline.data.preparation.InputColumn;
import dev.plumbline.data.preparation.Preparation;
import dev.plumbline.data.preparation.PreparedExamples;
import dev.plumbline.math.Matrix;
import dev.plumbline.spec.data.ClassList;
import dev.plumbline.spec.data.ColumnSelection;
import dev.plumbline.spec.data.DataSource;
import dev.plumbline.spec.data.MissingValueRule;
import dev.plumbline.spec.data.Prepare;
import dev.plumbline.spec.data.Scaling;
import dev.plumbline.spec.data.Validation;
import dev.plumbline.spec.vocabulary.InvalidSpecException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Held-out parts and what is learned from the rest; splits and scales are compared with NumPy's. */
class PreparedExamplesTests {
    private static final String RULE = ", or a rule for missing values, such as `missing: median`";

    /** The allowed difference of two sums of 113 terms. */
    private static final double ROUNDING = 1e-14;

    private static final DataSource.Csv IRIS = csv("iris.csv", new ColumnSelection.Rest(), "species", true);
    private static final Path CONFIGS = Path.of("configs");

    @TempDir
    Path directory;

    @Test
    void holdsOutTheRowsThatNumpyDraws() throws IOException {
        assertEquals(rows("plain"), heldOut(share(0.25, false)));
    }

    @Test
    void holdsOutTheRowsOfEachClassThatNumpyDraws() throws IOException {
        assertEquals(rows("stratified"), heldOut(share(0.25, true)));
    }

    @Test
    void scalesAsNumpyDoesByTheTrainingPartAlone() throws IOException {
        try (Npz expected = archive()) {
            PreparedExamples standardized = iris(Scaling.STANDARDIZE);
            assertNear(
                    expected.read("standardized").toMatrix(),
                    standardized.training().inputs());
            PreparedExamples scaled = iris(Scaling.MIN_MAX);
            assertEquals(expected.read("min_max").toMatrix(), scaled.training().inputs());
            assertEquals(
                    expected.read("validation_min_max").toMatrix(),
                    scaled.validation().orElseThrow().inputs());
            assertEquals(
                    List.of("setosa", "versicolor", "virginica"),
                    scaled.preparation().classes());
        }
    }

    @Test
    void aTargetOfAnArrayWithoutALogarithmIsRefusedAtItsIndex() throws IOException {
        Matrix targets = Matrix.of(new double[][] {{1}, {0}});
        Npz.write(
                directory.resolve("data.npz"),
                Map.of("inputs", NpyArray.of(Matrix.zeros(2, 1)), "targets", NpyArray.of(targets)));
        ExamplesReader reader = new ExamplesReader(
                new DataSource.Npz("data.npz", "inputs", "targets"),
                directory,
                1,
                Optional.of(new Prepare(Optional.empty(), Optional.of(Scaling.LOG))),
                Optional.empty(),
                1);
        assertEquals(
                "data.targets: data.npz, array `targets`: found 0.0 at [1, 0]; allowed: " + Prepare.ABOVE_0,
                assertThrows(InvalidSpecException.class, reader::read).getMessage());
    }

    @Test
    void theKeptPreparationGivesTheValidationPartToTheBit() throws IOException {
        PreparedExamples scaled = iris(Scaling.STANDARDIZE);
        Matrix raw = iris(Optional.empty(), share(0.25, true))
                .validation()
                .orElseThrow()
                .inputs();
        assertEquals(
                scaled.validation().orElseThrow().inputs(),
                Preparation.fromMap(scaled.preparation().toMap()).apply(raw));
    }

    @Test
    void aColumnSaysWhichRowsAreHeldOut() throws IOException {
        write("data.csv", "a,fold,y\n1,train,1\n2,test,2\n3,train,3\n");
        DataSource source = csv("data.csv", new ColumnSelection.Rest(), "y", false);
        PreparedExamples read = read(source, Optional.empty(), column("fold", "test"), 1);
        assertEquals(Matrix.column(1, 3), read.training().inputs());
        assertEquals(Matrix.column(2), read.validation().orElseThrow().inputs());
        assertEquals(
                List.of("validation.value: data.csv: no row has `held` in the column `fold`; allowed: a value of the"
                        + " column: train, test"),
                problems(source, column("fold", "held"), 1));
        assertEquals(
                List.of("validation.column: data.csv:1: there is no column `fould`; did you mean `fold`? Allowed: a,"
                        + " fold, y"),
                problems(source, column("fould", "test"), 1));
    }

    @Test
    void aFileHasTheHeldOutRowsUnderTheSamePreparation() throws IOException {
        write("data.csv", "a,y\n1,u\n3,v\n");
        write("more.csv", "y,a\nv,5\nu,1\n");
        PreparedExamples read = read(
                csv("data.csv", new ColumnSelection.Rest(), "y", true),
                Optional.of(Scaling.MIN_MAX),
                file("more.csv"),
                1);
        assertEquals(Matrix.column(0, 1), read.training().inputs());
        assertEquals(Matrix.column(2, 0), read.validation().orElseThrow().inputs());
        assertEquals(Matrix.column(1, 0), read.validation().orElseThrow().targets());
        write("more.csv", "y,a\nw,5\n");
        assertEquals(
                List.of("data.targets[0]: more.csv:2, column `y`: found `w`; allowed: u, v"),
                problems(csv("data.csv", new ColumnSelection.Rest(), "y", true), file("more.csv"), 1));
        assertEquals(
                List.of("validation.file: there is no file `mor.csv`; did you mean `more.csv`? Allowed: a file, by its"
                        + " path from that of the network file"),
                problems(csv("data.csv", new ColumnSelection.Rest(), "y", true), file("mor.csv"), 1));
    }

    /** The columns of the training are taken by their names, whatever else the file has and in whatever order. */
    @Test
    void aFileOfHeldOutRowsMayHaveItsColumnsInAnotherOrder() throws IOException {
        write("data.csv", "a,b,y\n1,10,0\n3,30,1\n");
        write("more.csv", "b,c,y,a\n20,7,1,2\n");
        for (ColumnSelection inputs : List.of(new ColumnSelection.Rest(), new ColumnSelection.Named(List.of("a..b")))) {
            PreparedExamples read = read(csv("data.csv", inputs, "y", false), Optional.empty(), file("more.csv"), 1);
            assertEquals(
                    Matrix.of(new double[][] {{2, 20}}),
                    read.validation().orElseThrow().inputs());
        }
        write("more.csv", "a,y\n2,1\n");
        assertEquals(
                List.of("data.inputs[1]: more.csv:1: there is no column `b`; allowed: a, y"),
                problems(csv("data.csv", new ColumnSelection.Rest(), "y", false), file("more.csv"), 1));
    }

    @Test
    void aRangeOfColumnsAndACategoryBecomeInputsInOrder() throws IOException {
        write("data.csv", "a,kind,b,c,y\n1,red,2,3,0\n4,blue,5,6,1\n7,red,8,9,2\n");
        DataSource.Csv source = with(List.of("a..b", "c"), List.of("kind"), new MissingValueRule.Error());
        PreparedExamples read = read(source, Optional.empty(), Optional.empty(), 1);
        assertEquals(
                Matrix.of(new double[][] {{1, 0, 1, 2, 3}, {4, 1, 0, 5, 6}, {7, 0, 1, 8, 9}}),
                read.training().inputs());
        assertEquals(
                List.of("a", "kind=blue", "kind=red", "b", "c"),
                read.preparation().inputs());
        assertEquals(
                List.of("data.inputs[0]: data.csv:1: in `c..a` the first column is after the last; allowed:"
                        + " `a..c`"),
                problems(with(List.of("c..a"), List.of(), new MissingValueRule.Error()), Optional.empty(), 1));
        assertEquals(
                List.of("data.inputs[0]: the column `y` is a target too; allowed: columns that are not among the"
                        + " targets: the network would be given the answer"),
                problems(with(List.of("b..y"), List.of(), new MissingValueRule.Error()), Optional.empty(), 1));
    }

    @Test
    void aCategoryOutsideTheTrainingPartIsAnErrorAtItsPlace() throws IOException {
        write("data.csv", "kind,fold,y\nred,a,0\nblue,b,1\n");
        DataSource.Csv source = with(List.of("kind"), List.of("kind"), new MissingValueRule.Error());
        assertEquals(
                List.of("data.inputs[0]: data.csv:3, column `kind`: found `blue`, which no row of the training part"
                        + " has; allowed: red"),
                problems(source, column("fold", "b"), 1));
    }

    @Test
    void missingValuesAreReplacedByARuleOfTheTrainingPart() throws IOException {
        write("data.csv", "a,b,kind,fold,y\n1,2,red,t,0\n,NA,,t,1\n4,,red,t,2\n10,8,red,t,3\n,7,red,v,4\n");
        assertEquals(Matrix.column(1, 5, 4, 10), column(0, new MissingValueRule.Mean()));
        assertEquals(Matrix.column(1, 4, 4, 10), column(0, new MissingValueRule.Median()));
        assertEquals(Matrix.column(1, -1, 4, 10), column(0, new MissingValueRule.Constant(-1)));
        assertEquals(Matrix.column(2, 5, 5, 8), column(1, new MissingValueRule.Mean()));
        assertEquals(Matrix.column(1, 0, 1, 1), column(2, new MissingValueRule.Mean()));
        assertEquals(
                List.of(
                        "data.inputs[0]: data.csv:3, column `a`: found nothing; allowed: a finite number" + RULE,
                        "data.inputs[1]: data.csv:3, column `b`: found `NA`; allowed: a finite number, or `missing: median`"
                                + " with `missing_marks: [\"NA\"]`",
                        "data.inputs[2]: data.csv:3, column `kind`: found nothing; allowed: a category",
                        "data.inputs[1]: data.csv:4, column `b`: found nothing; allowed: a finite number" + RULE,
                        "data.inputs[0]: data.csv:6, column `a`: found nothing; allowed: a finite number" + RULE),
                problems(
                        with(List.of("a", "b", "kind"), List.of("kind"), new MissingValueRule.Error()),
                        column("fold", "v"),
                        1));
    }

    private Matrix column(int column, MissingValueRule rule) {
        PreparedExamples read =
                read(with(List.of("a", "b", "kind"), List.of("kind"), rule), Optional.empty(), column("fold", "v"), 1);
        List<Double> values = new ArrayList<>();
        for (int row = 0; row < read.training().inputs().rows(); row++) {
            values.add(read.training().inputs().get(row, column));
        }
        return Matrix.column(values.stream().mapToDouble(Double::doubleValue).toArray());
    }

    @Test
    void withoutHeaderColumnsHavePositions() throws IOException {
        write("data.csv", "1;2;a\n3;4;b\n");
        DataSource.Csv source = new DataSource.Csv(
                "data.csv",
                new ColumnSelection.Named(List.of("1..2")),
                List.of("3"),
                Optional.empty(),
                Optional.of(new ClassList.Infer()),
                ";",
                false,
                List.of(),
                new MissingValueRule.Error(),
                List.of(),
                List.of());
        PreparedExamples read = read(source, Optional.empty(), Optional.empty(), 1);
        assertEquals(Matrix.of(new double[][] {{1, 2}, {3, 4}}), read.training().inputs());
        assertEquals(Matrix.column(0, 1), read.training().targets());
        write("data.csv", "1;2;a\n3;4\n");
        assertEquals(
                List.of(
                        "data.file: data.csv:2: 2 values where the first line has 3 values: none for column 3; allowed: 3 values,"
                                + " separated by `;`"),
                problems(source, Optional.empty(), 1));
    }

    @Test
    void textTargetsAreAnsweredWithClassesOnce() throws IOException {
        write("data.csv", "a,y\n" + "1,u\n2,v\n".repeat(50));
        assertEquals(
                List.of("data.targets[0]: data.csv:2, column `y`: found `u`, and a text in 100 rows; a target that "
                        + "names"
                        + " a class needs `classes`; allowed: `classes: infer`, or `classes: [u, v]`"),
                problems(csv("data.csv", new ColumnSelection.Rest(), "y", false), Optional.empty(), 1));
        write("data.csv", "a,y\n" + "1,10\n2,9\n3,10\n");
        PreparedExamples read =
                read(csv("data.csv", new ColumnSelection.Rest(), "y", true), Optional.empty(), Optional.empty(), 1);
        assertEquals(List.of("9", "10"), read.preparation().classes());
        assertEquals(Matrix.column(1, 0, 1), read.training().targets());
        assertEquals(
                List.of("data.classes: data.csv has 2 classes, 9, 10, for a last layer of `units: 3`; allowed: as many"
                        + " units as classes, or one unit"),
                problems(csv("data.csv", new ColumnSelection.Rest(), "y", true), Optional.empty(), 3));
    }

    @Test
    void onlyClassesCanBeStratified() throws IOException {
        write("data.csv", "a,y\n1,0.5\n2,0.25\n");
        assertEquals(
                List.of("validation.stratified: `stratified` needs classes, but the targets are not classes;"
                        + " allowed: `stratified: false`, or targets with a single 1 each or of 0 and 1"),
                problems(csv("data.csv", new ColumnSelection.Rest(), "y", false), share(0.5, true), 1));
    }

    @Test
    void aColumnOfEqualValuesIsOnlyShifted() throws IOException {
        write("data.csv", "a,b,y\n" + "0.1,1,0\n".repeat(9) + "0.1,2,0\n");
        PreparedExamples read = read(
                csv("data.csv", new ColumnSelection.Rest(), "y", false),
                Optional.of(Scaling.STANDARDIZE),
                Optional.empty(),
                1);
        assertEquals(
                new InputColumn.Number("a", 0.1, 1, Optional.empty()),
                read.preparation().columns().get(0));
        assertEquals(0, read.training().inputs().get(3, 0));
    }

    private static void assertNear(Matrix expected, Matrix actual) {
        assertEquals(expected.shape(), actual.shape());
        assertTrue(
                expected.minus(actual).map(Math::abs).max() < ROUNDING,
                () -> expected.minus(actual).toString());
    }

    private static PreparedExamples iris(Scaling scaling) {
        return iris(Optional.of(scaling), share(0.25, true));
    }

    private static PreparedExamples iris(Optional<Scaling> scaling, Optional<Validation> validation) {
        return new ExamplesReader(IRIS, CONFIGS, 3, scaling.map(Prepare::new), validation, 7).read();
    }

    /** The numbers of the held-out rows, found by their inputs in the order of the file. */
    private List<Integer> heldOut(Optional<Validation> validation) {
        Matrix all = iris(Optional.empty(), Optional.empty()).training().inputs();
        Matrix held =
                iris(Optional.empty(), validation).validation().orElseThrow().inputs();
        TreeSet<Integer> found = new TreeSet<>();
        for (int row = 0, at = 0; row < all.rows() && at < held.rows(); row++) {
            if (all.take(row).equals(held.take(at))) {
                found.add(row);
                at++;
            }
        }
        return List.copyOf(found);
    }

    private static List<Integer> rows(String name) throws IOException {
        try (Npz archive = archive()) {
            List<Integer> rows = new ArrayList<>();
            for (double row : archive.read(name).toRowMajor()) {
                rows.add((int) row);
            }
            return rows;
        }
    }

    private static Npz archive() throws IOException {
        return Npz.open(DataMessages.arrays().resolve("../prepared/iris.npz"));
    }

    private static Optional<Validation> share(double share, boolean stratified) {
        return Optional.of(new Validation(
                Optional.of(share),
                stratified,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
    }

    private static Optional<Validation> file(String name) {
        return Optional.of(new Validation(
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.of(name),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
    }

    private static Optional<Validation> column(String name, String value) {
        return Optional.of(new Validation(
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(name),
                Optional.of(value)));
    }

    private static DataSource.Csv csv(String file, ColumnSelection inputs, String target, boolean infers) {
        return new DataSource.Csv(
                file,
                inputs,
                List.of(target),
                Optional.empty(),
                infers ? Optional.of(new ClassList.Infer()) : Optional.empty(),
                ",",
                true,
                List.of(),
                new MissingValueRule.Error(),
                List.of(),
                List.of());
    }

    private static DataSource.Csv with(List<String> inputs, List<String> categorical, MissingValueRule missing) {
        return new DataSource.Csv(
                "data.csv",
                new ColumnSelection.Named(inputs),
                List.of("y"),
                Optional.empty(),
                Optional.empty(),
                ",",
                true,
                categorical,
                missing,
                missing instanceof MissingValueRule.Error ? List.of() : List.of("NA"),
                List.of());
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), text);
    }

    private PreparedExamples read(
            DataSource source, Optional<Scaling> scaling, Optional<Validation> validation, int outputs) {
        return new ExamplesReader(source, directory, outputs, scaling.map(Prepare::new), validation, 7).read();
    }

    private List<String> problems(DataSource source, Optional<Validation> validation, int outputs) {
        return DataMessages.problems(
                () -> new ExamplesReader(source, directory, outputs, Optional.empty(), validation, 7).read(),
                directory);
    }
}
