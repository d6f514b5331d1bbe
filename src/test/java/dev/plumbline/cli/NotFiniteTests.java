package dev.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A NaN or an infinity ends a run; the message has its first place. */
class NotFiniteTests {
    private static final String EXPLODING = """
            name: exploding
            inputs: 1
            layers:
              - dense: { units: 2, activation: identity, bias: false }
              - dense: { units: 1, activation: identity, bias: false }
            init: ones
            loss: half_squared_error
            reduction: sum
            training:
              optimizer: { sgd: { learning_rate: 10.0 } }
              batch_size: all
              epochs: 50
            data: { inputs: [[1], [2]], targets: [[0], [0]] }
            report: { every: 5, metrics: [loss] }
            """;

    /** Beyond f32 after one layer, and well within f64. */
    private static final String TOO_LARGE_FOR_F32 = """
            name: too large for f32
            precision: f32
            inputs: 1
            layers:
              - dense: { units: 1, activation: cube, bias: false }
              - dense: { units: 1, activation: sigmoid, bias: false }
            init: ones
            loss: half_squared_error
            reduction: sum
            training:
              optimizer: { sgd: { learning_rate: 1.0 } }
              batch_size: all
              epochs: 2
            data: { inputs: [[1e13]], targets: [[0]] }
            """;

    @TempDir
    private Path directory;

    @Test
    void trainingStopsAndNamesThePlace() {
        String file = write(EXPLODING);
        Console reference = Console.run("train", "--engine", "reference", file);
        Console dl4j = Console.run("train", file);

        assertEquals("""
                FAILED: reference becomes NaN or infinite at step 4, layer 2, loss
                  element    [0,0], row and column counted from 0
                  reference  Infinity
                  steps      5 of 50

                Time: reference # s
                """, from("FAILED", reference.out()));
        assertEquals(
                from("FAILED", reference.out()).replace("reference ", "DL4J "),
                from("FAILED", dl4j.out()).replace("DL4J      ", "DL4J "));
        assertEquals("", reference.err());
        assertEquals(3, reference.code());
        assertEquals(3, dl4j.code());
    }

    @Test
    void trainingSaysSoInJson() {
        Console console = Console.run("train", "--json", "--engine", "reference", write(EXPLODING));
        JsonObject document = JsonParser.parseString(console.out()).getAsJsonObject();
        JsonObject failure = document.getAsJsonObject("failure");

        assertEquals(3, console.code());
        assertFalse(document.get("ok").getAsBoolean());
        assertEquals("loss", failure.get("quantity").getAsString());
        assertEquals("Infinity", failure.get("value").getAsString());
        assertTrue(document.get("steps").getAsInt() < 50);
    }

    @Test
    void checkingSaysThatBothFail() {
        Console console = Console.run("check", write(EXPLODING));

        assertEquals("""
                FAILED: both become NaN or infinite at step 4, layer 2, loss
                  element    [0,0], row and column counted from 0
                  DL4J       Infinity
                  reference  Infinity
                  why        the reference is not finite either: the training itself fails
                  found      in a step from the same weights

                Step by step, each from the same weights
                  compared   5 of 50 steps, 65 tensors, element by element, 1 of them differs
                  largest    NaN or infinite
                  where      step 4, layer 2, loss [0,0]

                Free run, each from its own weights
                  compared   5 of 50 steps, 65 tensors, by norm, 1 of them differs
                  largest    NaN or infinite
                  where      step 4, layer 2, loss [0,0]

                Time: DL4J # s · in parallel: reference # s, comparison # s
                """, from("FAILED", console.out()));
        assertEquals(3, console.code());
    }

    @Test
    void checkingSaysThatOneFails() {
        Console console = Console.run("check", write(TOO_LARGE_FOR_F32));

        assertEquals("""
                FAILED: only DL4J becomes NaN or infinite at step 0, layer 1, activation
                  element    [0,0], row and column counted from 0
                  DL4J       Infinity
                  reference  9.999999483904009e+38
                  why        the reference computes in f64; its number exceeds the range of f32
                  found      in a step from the same weights

                Step by step, each from the same weights
                  compared   1 of 2 steps, 13 tensors, element by element, 5 of them differ
                  largest    NaN or infinite
                  where      step 0, layer 1, activation [0,0]

                Free run, each from its own weights
                  compared   1 of 2 steps, 13 tensors, by norm, 5 of them differ
                  largest    NaN or infinite
                  where      step 0, layer 1, activation [0,0]

                Time: DL4J # s · in parallel: reference # s, comparison # s
                """, from("FAILED", console.out()));
        assertEquals(3, console.code());
    }

    private String write(String text) {
        return Console.write(directory, "network.yaml", text).toString();
    }

    private static String from(String word, String out) {
        return out.contains(word) ? out.substring(out.indexOf(word)) : out;
    }
}
