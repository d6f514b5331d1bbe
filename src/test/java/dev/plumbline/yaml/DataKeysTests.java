package dev.plumbline.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.data.ClassList;
import dev.plumbline.spec.data.ColumnSelection;
import dev.plumbline.spec.data.DataSource;
import dev.plumbline.spec.data.MissingValueRule;
import dev.plumbline.spec.data.Prepare;
import dev.plumbline.spec.data.Scaling;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The keys of data in files, of their preparation and of the validation part. */
class DataKeysTests {
    private static final String INLINE = """
            data:
              inputs: [[0, 0], [0, 1], [1, 0], [1, 1]]
              targets: [[0], [1], [1], [0]]
            """;

    private static Example data(String text) {
        return Example.valid().with(INLINE, text);
    }

    @Test
    void readsEveryKeyAndWritesItBack() {
        NetworkSpec spec = data("""
                data:
                  csv:
                    file: rows.csv
                    inputs: [x1..x5, colour]
                    targets: [kind]
                    classes: infer
                    header: true
                    categorical: [colour]
                    missing: { constant: { value: -1 } }
                    missing_marks: ["NA"]
                prepare: { inputs: min_max }
                validation: { column: fold, value: "2" }
                """).spec();
        DataSource.Csv csv = (DataSource.Csv) spec.data();
        assertEquals(new ColumnSelection.Named(List.of("x1..x5", "colour")), csv.inputs());
        assertEquals(Optional.of(new ClassList.Infer()), csv.classes());
        assertEquals(new MissingValueRule.Constant(-1), csv.missing());
        assertEquals(Optional.of(new Prepare(Scaling.MIN_MAX)), spec.prepare());
        assertEquals(spec, YamlReader.read(YamlWriter.write(spec), "again.yaml").spec());
    }

    @Test
    void readsRestAndAListOfClasses() {
        NetworkSpec spec = data("""
                data: { csv: { file: rows.csv, inputs: rest, targets: [kind], classes: [a, b] } }
                validation: { share: 0.2, stratified: true, seed: 3 }
                """).spec();
        DataSource.Csv csv = (DataSource.Csv) spec.data();
        assertEquals(new ColumnSelection.Rest(), csv.inputs());
        assertEquals(Optional.of(new ClassList.Named(List.of("a", "b"))), csv.classes());
        assertEquals(spec, YamlReader.read(YamlWriter.write(spec), "again.yaml").spec());
    }

    @Test
    void aNameInPlaceOfAListOrRestIsRefused() {
        String message = data("data: { csv: { file: rows.csv, inputs: x, targets: [y] } }\n")
                .refusal()
                .getMessage();
        assertTrue(message.startsWith("error[E013]: unknown column selection `x`\n   --> xor.yaml:14:40\n"), message);
        assertTrue(message.contains("= allowed here: rest, or a list"), message);
        assertTrue(data("data: { csv: { file: rows.csv, inputs: all, targets: [y] } }\n")
                .refusal()
                .getMessage()
                .contains("`rest` takes every column that has no other use"));
    }

    @Test
    void namesWithoutAHeaderAreRefusedAtTheirPlace() {
        String message =
                data("data: { csv: { file: rows.csv, inputs: [\"1..4\", x], targets: [\"5\"], header: false } }\n")
                        .refusal()
                        .getMessage();
        assertTrue(
                message.startsWith("error[E030]: `x` is a name, and with `header: false` columns have none\n"
                        + "   --> xor.yaml:14:49\n"),
                message);
    }

    @Test
    void aValidationPartIsHeldOutInExactlyOneWay() {
        refuses("validation: {}\n", "the held-out examples are not specified");
        refuses("validation: { share: 0.2, file: b.csv }\n", "the held-out examples are specified in two ways");
        refuses("validation: { file: b.csv, stratified: true }\n", "`stratified` would have no effect without `share`");
        refuses("validation: { column: fold }\n", "`value` is missing; it is needed with `column`");
        refuses("validation: { targets: b.gz }\n", "`file` is missing; it is needed with `targets`");
        refuses("validation: { file: b.csv, targets: c.gz }\n", "`targets` needs data in IDX files");
        refuses("validation: { share: 1 }\n", "`share` is 1");
        refuses("validation: { test_size: 0.2 }\n", "`share` is the share of the examples that is held out");
    }

    private static void refuses(String validation, String message) {
        String refusal = data("data: { csv: { file: rows.csv, inputs: rest, targets: [y] } }\n" + validation)
                .refusal()
                .getMessage();
        assertTrue(refusal.contains(message) && refusal.contains("xor.yaml:15:"), refusal);
    }

    @Test
    void aFileOrAColumnNeedsDataThatHaveThem() {
        String refusal = Example.valid()
                .with("report:", "validation: { column: fold, value: a }\nreport:")
                .refusal()
                .getMessage();
        assertTrue(refusal.contains("`column` needs data in a CSV file"), refusal);
    }

    @Test
    void marksOfMissingValuesNeedARule() {
        String refusal = data("data: { csv: { file: r.csv, inputs: rest, targets: [y], missing_marks: [NA] } }\n")
                .refusal()
                .getMessage();
        assertTrue(refusal.contains("`missing_marks` would have no effect: `missing: error` refuses them"), refusal);
    }

    @Test
    void noEpochsOnlyRunTheNetwork() {
        assertEquals(
                0,
                Example.valid()
                        .with("epochs: 100", "epochs: 0")
                        .with("report: { every: 10 }\n", "")
                        .spec()
                        .training()
                        .epochs());
        String refusal =
                Example.valid().with("epochs: 100", "epochs: 0").refusal().getMessage();
        assertTrue(refusal.contains("`every` would have no effect: there are no epochs"), refusal);
    }
}
