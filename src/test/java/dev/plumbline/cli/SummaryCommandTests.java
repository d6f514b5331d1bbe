package dev.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import org.junit.jupiter.api.Test;

class SummaryCommandTests {

    @Test
    void showsLayersAndMemory() {
        Console console = Console.run("summary", "configs/deeper-with-biases.yaml");

        assertEquals("""
                deeper-with-biases: 2 → 6 tanh → 4 tanh → 1 sigmoid
                  51 weights and biases · 4 examples in one batch · 5,000 epochs
                  sgd with learning rate 0.5 · half squared error, its mean over the batch · f64

                Layers
                  layer  kind   units  activation  W    b    parameters  initial W
                      1  dense      6  tanh        2×6  1×6          18  glorot uniform
                      2  dense      4  tanh        6×4  1×4          28  glorot uniform
                      3  dense      1  sigmoid     4×1  1×1           5  glorot uniform
                                                        all          51

                Memory, about, in bytes
                                                                   train             check
                  examples                                            96                96
                  initial weights                                    408               408
                  DL4J's weights and gradients                       816               816
                  DL4J's examples and activations                  1,504             1,504
                  DL4J's step, as recorded                         2,688             2,688
                  the reference's steps, two at a time                               5,376
                  the reference's activations                                          352
                  all                                              5,512            11,240
                    of it Java's heap                              3,192             8,920
                  Here Java's heap may take # and the machine has #.
                """, console.out().replaceAll("(take|has) [\\d,]+", "$1 #"));
        assertEquals("", console.err());
        assertEquals(0, console.code());
    }

    @Test
    void writesShapesAndBytesAsJson() {
        Console console = Console.run("summary", "--json", "configs/deeper-with-biases.yaml");
        JsonObject document = JsonParser.parseString(console.out()).getAsJsonObject();
        JsonObject second = document.getAsJsonArray("layers").get(1).getAsJsonObject();

        assertEquals("[6,4]", second.get("W").toString());
        assertEquals("[1,4]", second.get("b").toString());
        assertEquals(28, second.get("parameters").getAsInt());
        JsonObject check = document.getAsJsonObject("memory").getAsJsonObject("check");
        assertEquals(
                check.get("bytes").getAsLong(),
                check.get("heap").getAsLong() + check.get("off_heap").getAsLong());
    }
}
