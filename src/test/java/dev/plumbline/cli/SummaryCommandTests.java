package dev.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

                Memory in bytes (estimate)
                                                                   train             check
                  examples                                            96                96
                  initial weights                                    408               408
                  DL4J's weights and gradients                       816               816
                  DL4J's examples and activations                  1,504             1,504
                  DL4J's recorded step                             2,688             2,688
                  the reference's steps, two at a time                               5,376
                  the reference's activations                                          352
                  all                                              5,512            11,240
                    of which Java's heap                           3,192             8,920
                  Java's heap may take # GiB; the machine has # GiB.
                """, console.out().replaceAll("[\\d.]+ GiB", "# GiB"));
        assertEquals("", console.err());
        assertEquals(0, console.code());
    }

    @Test
    void refusesWhatDoesNotFitTheData() {
        Console console = Console.run("summary", "configs/iris.yaml", "--set", "training.batch_size=5000");
        assertEquals(2, console.code());
        assertTrue(console.err().startsWith("error[E020]: batches of 5000 examples for data of 120\n"), console.err());
    }

    @Test
    void showsTheOptionsOfALayer(@TempDir Path directory) throws IOException {
        String file = Console.write(directory, "options.yaml", """
                        inputs: 2
                        layers:
                          - dense: { units: 3, activation: tanh }
                          - dense:
                              units: 1
                              activation: tanh
                              bias_init: 0.5
                              dropout: { drop_probability: 0.25 }
                              regularization: { l1: 0.01, weight_decay: 0.02 }
                              gradient_normalization: { clip_norm: { threshold: 5, per: tensor } }
                              constraint: { max_norm: { max: 3 } }
                        init: zeros
                        loss: squared_error
                        reduction: sum
                        training: { optimizer: { sgd: { learning_rate: 1 } }, batch_size: all, epochs: 1 }
                        data: { inputs: [[1, 2]], targets: [[1]] }
                        """).toString();

        String out = Console.run("summary", file).out();
        String second = JsonParser.parseString(
                        Console.run("summary", "--json", file).out())
                .getAsJsonObject()
                .getAsJsonObject("network")
                .getAsJsonArray("layers")
                .get(1)
                .toString();

        assertEquals("""
                  layer 2: bias from 0.5 · dropout of 0.25 · l1 0.01 · weight decay 0.02
                    gradient: clip norm with threshold 5, per tensor
                    weights: max norm with max 3
                """, out.substring(out.indexOf("  layer 2: "), out.indexOf("\nMemory")));
        assertEquals(
                "{'kind':'dense','units':1,'activation':'tanh','bias':true,'bias_init':0.5,'learning_rate':null,"
                        + "'dropout':{'drop_probability':0.25},"
                        + "'regularization':{'l1':0.01,'l2':0.0,'l1_bias':0.0,'l2_bias':0.0,'weight_decay':0.02,'divided_by':'nothing'},"
                        + "'gradient_normalization':{'word':'clip_norm','threshold':5.0,'per':'tensor','epsilon':0.0},"
                        + "'constraint':{'word':'max_norm','max':3.0}}",
                second.replace('"', '\''));
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
