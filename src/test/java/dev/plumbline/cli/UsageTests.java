package dev.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class UsageTests {
    private static final String VERBS =
            "check, scaffold, recorder, experiment, train, predict, evaluate, report, plot, sweep, compare, reproduce, "
                    + "init, validate, summary, explain, words, schema, import, export, audit, doctor, completion, "
                    + "manual";

    private static void told(String message, String... arguments) {
        Console console = Console.run(arguments);
        assertEquals(message, console.err());
        assertEquals("", console.out());
        assertEquals(2, console.code());
    }

    @Test
    void suggestsTheVerbThatWasMeant() {
        told("error[E070]: unknown command `chek`; did you mean `check`?\nTry `plumbline --help`.\n", "chek", "a.yaml");
    }

    @Test
    void listsTheVerbsWhereNoneIsNear() {
        told("error[E070]: unknown command `a.yaml`; allowed: " + VERBS + "\n" + "Try `plumbline --help`.\n", "a.yaml");
    }

    @Test
    void suggestsTheOptionThatWasMeant() {
        told(
                "error[E070]: unknown option `--jsn`; did you mean `--json`?\nTry `plumbline check --help`.\n",
                "check",
                "--jsn",
                "a.yaml");
    }

    @Test
    void reportsMissingAndUnexpectedArguments() {
        told("error[E071]: missing required parameter: 'FILE'\nTry `plumbline train --help`.\n", "train");
        told("error[E070]: unexpected argument `b`\nTry `plumbline check --help`.\n", "check", "a", "b");
        told(
                "error[E072]: invalid value for option '--engine': expected one of [dl4j, reference] but was"
                        + " 'torch'\nTry `plumbline train --help`.\n",
                "train",
                "--engine",
                "torch",
                "a.yaml");
        told(
                "error[E072]: invalid value for option '--language': expected one of [python, pytorch, java, kotlin] but was"
                        + " 'perl'\nTry `plumbline scaffold --help`.\n",
                "scaffold",
                "--language",
                "perl",
                "a.yaml");
    }

    @Test
    void showsAllVerbsWithoutOneAndOnRequest() {
        Console help = Console.run("--help");
        assertEquals("""
                Checks neural networks, number by number.
                Usage: plumbline [-hV] [--debug] COMMAND

                Describe a network in a YAML file, train it on DL4J, and compare every number
                with a reference written from first principles.

                Options:
                      --debug     Show the stack trace of an internal error.
                  -h, --help      Show this help message and exit.
                  -V, --version   Print version information and exit.

                Check a network:
                  check       Train on DL4J and on the reference, and compare every step.
                  scaffold    Write a network as a program in Python, Java or Kotlin.
                  recorder    Print a recorder in Python, PyTorch, JavaScript or Java.
                  experiment  Write data, initial weights and batches to an .npz file.

                Train and use a network:
                  train       Train on one engine.
                  predict     Apply a trained network to new rows.
                  evaluate    Measure how good a trained network is.
                  report      Write a training as one HTML page.
                  plot        Draw a training as SVG or PNG.
                  sweep       Train once for each combination of the values in `sweep`.
                  compare     Show what differs between two runs.
                  reproduce   Train a run once more and compare the bits.

                Describe a network:
                  init        Write a network file for a CSV file.
                  validate    Check files for errors without training.
                  summary     Show layers, shapes, parameters and memory.
                  explain     Show the DL4J call that each line of a file becomes.
                  words       Explain a word of the file format, or an error code.
                  schema      Print the JSON Schema of network files, for editors.

                Other software:
                  import      Write a network of DL4J as a network file.
                  export      Write the weights of a trained network for other software.
                  audit       List the known defects of DL4J that affect a network.

                This installation:
                  doctor      Show the backends that DL4J can use on this machine.
                  completion  Print a script with which bash or zsh completes commands.
                  manual      Print a manual page, for man.

                Example:
                  plumbline check configs/three-layer.yaml

                Exit codes: 0: success; 1: internal error; 2: invalid input; 3: results differ.
                """, help.out());
        assertEquals(0, help.code());
        assertEquals(help, Console.run());
    }

    @Test
    void showsAnExampleInTheHelpOfEachVerb() {
        assertAll(Stream.of(VERBS.split(", ")).map(verb -> () -> {
            Console help = Console.run(verb, "--help");
            assertEquals(0, help.code());
            assertTrue(help.out().contains("\nUsage: plumbline " + verb + " ["), help.out());
            assertTrue(help.out().matches("(?s).*\nExamples?:\n  plumbline " + verb + "[ \n].*"), help.out());
            assertTrue(help.out().lines().allMatch(line -> line.length() <= 80), help.out());
        }));
    }

    @Test
    void showsTheHelpOfAVerbInFull() {
        assertEquals("""
                Train on one engine.
                Usage: plumbline train [-h] [--debug] [--json] [--verbose] [--backend=BACKEND]
                                       [--checkpoint-every=N] [--engine=ENGINE] [--epochs=N]
                                       [--keep=K] [--resume=DIR] [--run=DIR] [--seed=N]
                                       [--spark=MASTER] [--stop-after=TIME]
                                       [--set=KEY=VALUE]... [FILE]

                Trains the network of FILE and prints the metrics of its `report`. The exit
                code is 3 if a number is not finite; the message names the step and the layer.

                With --run, writes to DIR the network file, a record of versions, data and
                results, the history of the metrics, model.zip, and checkpoints. --resume
                continues from the last checkpoint and ends with exactly the same weights as a
                training that was not stopped.

                Files:
                      [FILE]                 The network file.

                Options:
                      --backend=BACKEND      DL4J's backend: cpu, cuda, auto. Default: as in
                                               the file.
                      --checkpoint-every=N   Write a checkpoint after each N epochs, or after a
                                               time such as 5m. Default: 1m.
                      --debug                Show the stack trace of an internal error.
                      --engine=ENGINE        The engine: dl4j, reference. Default: dl4j.
                      --epochs=N             Train for N epochs. If the file reports less often
                                               than every N epochs, report every N/10 epochs.
                  -h, --help                 Show this help.
                      --json                 Print one JSON document instead of text.
                      --keep=K               Keep the latest K checkpoints. Default: 3.
                      --resume=DIR           Continue the training in this directory.
                      --run=DIR              Write the model, the history and checkpoints to
                                               this directory.
                      --seed=N               Replace the seed of the file.
                      --set=KEY=VALUE        Replace a value, as in --set training.epochs=100
                                               or --set layers[0].units=8. Repeatable.
                      --spark=MASTER         Train on Apache Spark: local[2], yarn, k8s://… or
                                               spark://host:7077. The file says with
                                               `distributed` how many workers there are.
                      --stop-after=TIME      Stop after a time such as 30m; --resume continues.
                      --verbose              Show DL4J's own log on the error stream.

                Examples:
                  plumbline train --engine reference configs/three-layer.yaml
                  plumbline train --run runs/1 configs/two-moons.yaml
                  plumbline train --resume runs/1
                  plumbline train --spark local[2] --set training.distributed.workers=2 FILE
                """, Console.run("train", "--help").out());
    }

    @Test
    void printsItsVersion() {
        assertTrue(Console.run("--version").out().startsWith("plumbline "));
    }

    @Test
    void suggestsNoVerbThatIsFarFromWhatWasTyped() {
        assertTrue(Console.run("harvest").err().contains("unknown command `harvest`; allowed: "));
    }

    @Test
    void explainsNumbersInWords() {
        told(
                "error[E072]: invalid value for option '--compare-every': '1e3' is not a whole number in this range\n"
                        + "Try `plumbline check --help`.\n",
                "check",
                "--compare-every",
                "1e3",
                "a.yaml");
    }

    @Test
    void printsJsonOnRequest() {
        for (String[] arguments : new String[][] {
            {"check", "--json"},
            {"chek", "--json", "a.yaml"},
            {"check", "--json", "--jsn", "a.yaml"},
            {"validate", "--json"}
        }) {
            Console console = Console.run(arguments);
            assertEquals(2, console.code());
            assertEquals("", console.err());
            JsonObject document = JsonParser.parseString(console.out()).getAsJsonObject();
            JsonObject problem = document.getAsJsonArray("problems").get(0).getAsJsonObject();
            assertEquals(Set.of("code", "file", "line", "column", "message", "hint", "notes"), problem.keySet());
        }
    }
}
