package dev.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InitCommandTests {
    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"iris", "digits"})
    void writesAFileThatIsValidAndLearns(String name) throws IOException {
        Path data = Path.of("configs", name + ".csv").toAbsolutePath();
        Path file = directory.resolve("new.yaml");
        assertEquals(
                0, Console.run("init", data.toString(), "-o", file.toString()).code());
        assertEquals(new Console(0, file + ": ok\n", ""), Console.run("validate", file.toString()));
        Console trained = Console.run("train", "--engine", "reference", "--json", file.toString());
        assertEquals(0, trained.code(), trained.err());
        assertTrue(
                trained.out().contains("\"accuracy\": 0.9"), () -> trained.out().substring(0, 1000));
    }

    @Test
    void findsDelimiterHeaderCategoriesAndMissingValues() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 30; i++) {
            text.append(i % 7 == 0 ? "NA" : Integer.toString(i)).append(';').append(i % 2 == 0 ? "red" : "blue");
            text.append(";note ").append(i).append(';').append(i * 0.5).append('\n');
        }
        String file = init("a;colour;note;price\n" + text);
        assertTrue(file.endsWith("""
                        name: data
                        inputs: 3
                        layers:
                          - dense: { units: 8, activation: tanh }
                          - dense: { units: 1, activation: identity }
                        init: glorot_uniform
                        loss: half_squared_error
                        reduction: mean
                        training:
                          optimizer: { adam: { learning_rate: 0.01 } }
                          batch_size: all
                          epochs: 200
                        data:
                          csv:
                            file: data.csv
                            inputs: rest
                            exclude: [note]
                            targets: [price]
                            delimiter: ";"
                            categorical: [colour]
                            missing: median
                            missing_marks: [NA]
                        prepare: { inputs: standardize, targets: standardize }
                        validation: { share: 0.2 }
                        report: { metrics: [loss, mean_absolute_error] }
                        """), file);
        assertTrue(file.contains("# Left out: `note` has texts with fewer than 10 rows each.\n"), file);
        assertValid();
    }

    @Test
    void takesATableWithoutNamesAndAnotherTarget() throws IOException {
        String data = "0,1.5,2\n1,2.5,1\n".repeat(20);
        String file = init(data, "--target", "1");
        assertTrue(
                file.contains("    inputs: rest\n    targets: [\"1\"]\n    classes: infer\n    header: false\n"), file);
        assertTrue(file.contains("loss: binary_cross_entropy\n"), file);
        assertValid();
    }

    @Test
    void aFileOfAFewRowsHoldsOutNone() throws IOException {
        String file = init("x,y\n0,a\n1,b\n");
        assertTrue(!file.contains("validation"), file);
        assertValid();
    }

    /** Each text has a row of its own in the training part, because nothing is held out. */
    @Test
    void usesRareTextsIfAllRowsTrain() throws IOException {
        String file = init("heating,name,price\ngas,a,1\ngas,b,2\nwood,c,3\nwood,d,4\n");
        assertTrue(file.contains("    inputs: rest\n    exclude: [name]\n"), file);
        assertTrue(file.contains("    categorical: [heating]\n"), file);
        assertTrue(file.contains("# Left out: `name` has texts with fewer than 2 rows each.\n"), file);
        assertValid();
    }

    /** Without the scaling of the target, the error was 223 after all epochs. */
    @Test
    void learnsATargetFarFromZero() throws IOException {
        init("area,price\n80,210\n120,310\n60,150\n95,230\n150,400\n70,170\n110,290\n55,140\n130,350\n90,220\n");
        Console trained = Console.run(
                "train",
                "--engine",
                "reference",
                "--json",
                directory.resolve("new.yaml").toString());
        JsonArray lines =
                JsonParser.parseString(trained.out()).getAsJsonObject().getAsJsonArray("report");
        double error = lines.get(lines.size() - 1)
                .getAsJsonObject()
                .getAsJsonObject("engine")
                .get("mean_absolute_error")
                .getAsDouble();
        assertTrue(error < 15, trained.out());
    }

    @Test
    void scalesATargetOfAnySize() throws IOException {
        String file = init("x,price\n" + "1,150000\n2,399999.5\n".repeat(20));
        assertTrue(file.contains("prepare: { inputs: standardize, targets: standardize }\n"), file);
        assertValid();
    }

    @Test
    void leavesOutColumnsThatCannotHelpAndSaysWhich() throws IOException {
        StringBuilder text = new StringBuilder("id,area,country,again,price\n");
        for (int i = 0; i < 30; i++) {
            int price = 100 + i * i % 17;
            text.append(i + 1)
                    .append(',')
                    .append(3 * i)
                    .append(",NL,")
                    .append(price + ".0,")
                    .append(price + "\n");
        }
        write(text.toString());
        Console console = run();
        String file = Files.readString(directory.resolve("new.yaml"));
        assertTrue(file.contains("    inputs: rest\n    exclude: [id, country, again]\n"), file);
        for (String reason : List.of(
                "`id` numbers the rows",
                "`country` has the same value in every row",
                "`again` is a copy of the target")) {
            assertTrue(file.contains("# Left out: " + reason + ".\n"), file);
            assertTrue(console.out().contains("  left out: " + reason + "\n"), console.out());
        }
        assertValid();
        Path yaml = directory.resolve("new.yaml");
        Files.writeString(yaml, file.replace("[id,", "[ix,"));
        Console wrong = Console.run("validate", yaml.toString());
        assertTrue(wrong.err().contains("there is no column `ix`; did you mean `id`?"), wrong.err());
    }

    @Test
    void saysWhatIsWrongWithTheTable() throws IOException {
        assertRefused("", "data.csv is empty; allowed: a table with a first line of names");
        assertRefused(
                "x\n1\n2\n",
                "data.csv has only one column; allowed: at least one input and one target, separated by"
                        + " , ; | or tabs");
        assertRefused("x,y\n", "data.csv has no rows below its first line; allowed: at least two rows");
        assertRefused(
                "x,y\n1,2\n1,\n",
                "data.csv:3: the target column `y` has no value here, and in 1 row in all;"
                        + " --target names another column");
        assertRefused("x,y\n1,2\n", "data.csv: there is no column `z`. Allowed for --target: x, y", "--target", "z");
        assertRefused(
                "price,size\n1,2\n",
                "data.csv: there is no column `prize`; did you mean `price`? Allowed for --target: price, size",
                "--target",
                "prize");
        Files.write(directory.resolve("data.csv"), new byte[] {'x', ',', 'y', '\n', (byte) 0xff, ',', '1', '\n'});
        assertTrue(run().err().contains("there are bytes that are not UTF-8"), run().err());
    }

    /** A single cell costs a column of numbers, so the user must learn which. */
    @Test
    void namesTheCellThatKeepsAColumnFromBeingNumbers() throws IOException {
        String rows = IntStream.range(0, 40)
                .mapToObj(i -> i + ".5;" + i % 7 + ".25;" + (i % 2 == 0 ? "yes" : "no") + "\n")
                .collect(Collectors.joining());
        write("x;y;label\n" + rows.replace("20.5;", "20,5;"));
        assertTrue(unwrapped(run().out())
                .contains("left out: `x` has a comma in 1 number, first in line 22: `20,5`, where Plumbline reads a"
                        + " decimal point Next"));
        Files.delete(directory.resolve("new.yaml"));
        assertRefused(
                "x;y\n" + rows.replaceAll(";[a-z]+\n", "\n").replaceAll("\\.", ","),
                "data.csv:2: the target column `y` has a comma in 40 numbers, first in line 2: `0,25`");
        assertRefused(
                "label;x\n" + rows.replaceAll("(.*);(.*);(.*)\n", "$3;$1\n").replace(";20.5", ";20.5 kg"),
                "data.csv:22: the target column `x` is a number in 39 rows, but not in line 22: `20.5 kg`; correct it,"
                        + " or name another column by --target");
    }

    @Test
    void namesTheRowAndTheColumnOfAMalformedTable() throws IOException {
        String rows = "1,2,3\n".repeat(30);
        assertRefused(
                "x,y,z\n" + rows + "1,2\n",
                "data.csv:32: 2 values where the first line names 3 columns: none for column `z`");
        assertRefused(
                "x,y,z\n1,2\n" + rows,
                "data.csv:2: 2 values where the first line names 3 columns: none for column `z`");
        assertRefused(
                "x,y,z\n" + rows + "1,5,2,3\n",
                "data.csv:32: 4 values where the first line names 3 columns; allowed:"
                        + " 3 values, separated by `,`; a value that contains `,` is quoted");
        for (int before : List.of(0, 30)) {
            assertRefused(
                    "x,y,z\n" + "1,2,3\n".repeat(before) + "1,\"2,3\n" + rows,
                    "data.csv:" + (before + 2) + ", column `y`: a quote opens here and never closes, so the rest of the"
                            + " file is one value; allowed: a closing quote");
        }
    }

    @Test
    void takesAMarkOfMissingValuesForOne() throws IOException {
        String file = init("x,y\n" + "1,a\n2,b\n".repeat(15) + "n/a,a\n");
        assertTrue(file.contains("    missing: median\n    missing_marks: [n/a]\n"), file);
        assertValid();
    }

    @Test
    void makesTheFolderOfTheFile() throws IOException {
        write("x,y\n1,2\n");
        Path file = directory.resolve("networks/first/new.yaml");
        Console console = Console.run("init", directory.resolve("data.csv").toString(), "-o", file.toString());
        assertEquals(0, console.code(), console.err());
        assertEquals(new Console(0, file + ": ok\n", ""), Console.run("validate", file.toString()));
    }

    @Test
    void overwritesNothing() throws IOException {
        write("x,y\n1,2\n");
        Files.writeString(directory.resolve("new.yaml"), "mine");
        Console console = run();
        assertEquals(2, console.code());
        assertTrue(console.err().contains("new.yaml already exists; use -o FILE to write another file"), console.err());
        assertEquals("mine", Files.readString(directory.resolve("new.yaml")));
    }

    private String init(String data, String... options) throws IOException {
        write(data);
        Console console = run(options);
        assertEquals(0, console.code(), console.err());
        return Files.readString(directory.resolve("new.yaml")).replace("\"" + directory + "/data.csv\"", "data.csv");
    }

    private void assertValid() {
        String file = directory.resolve("new.yaml").toString();
        assertEquals(new Console(0, file + ": ok\n", ""), Console.run("validate", file));
    }

    private void assertRefused(String data, String message, String... options) throws IOException {
        write(data);
        Console console = run(options);
        assertEquals(2, console.code(), console.out());
        assertTrue(unwrapped(console.err()).contains(message), console.err());
        assertTrue(!Files.exists(directory.resolve("new.yaml")));
    }

    private String unwrapped(String text) {
        return text.replace(directory + "/", "").replaceAll("\\s+", " ");
    }

    private void write(String data) throws IOException {
        Files.writeString(directory.resolve("data.csv"), data);
    }

    private Console run(String... options) {
        List<String> words = new ArrayList<>(List.of(
                "init",
                directory.resolve("data.csv").toString(),
                "-o",
                directory.resolve("new.yaml").toString()));
        words.addAll(List.of(options));
        return Console.run(words.toArray(String[]::new));
    }
}
