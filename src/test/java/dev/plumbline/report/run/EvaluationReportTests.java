package dev.plumbline.report.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.math.Matrix;
import dev.plumbline.metrics.InputImportance;
import dev.plumbline.report.document.Style;
import dev.plumbline.spec.Activation.Softmax;
import dev.plumbline.spec.Initializer;
import dev.plumbline.spec.Loss;
import dev.plumbline.spec.Network;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Optimizer.Sgd;
import dev.plumbline.spec.Reduction;
import dev.plumbline.trace.Evaluation;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvaluationReportTests {
    private static EvaluationReport report(List<String> names, int times) {
        int classes = names.size();
        NetworkSpec spec = Network.define(
                "names",
                net -> net.inputs(1)
                        .dense(classes, new Softmax())
                        .init(new Initializer.Zeros())
                        .loss(new Loss.CategoricalCrossEntropy(), Reduction.MEAN)
                        .training(new Sgd(1), 0)
                        .data(
                                Matrix.zeros(classes, 1).toArray(),
                                Matrix.eye(classes).toArray()));
        Matrix all = Matrix.eye(classes)
                .take(IntStream.range(0, classes * times).map(i -> i % classes).toArray());
        return new EvaluationReport(spec, "DL4J", "the validation part", new Evaluation(all, all, 0), names);
    }

    private static String confusion(List<String> names, int times) {
        String text = report(names, times).text(Style.PLAIN);
        return text.substring(text.indexOf("Classes"));
    }

    @Test
    void namesStandOverTheirColumnsWhereTheyFit() {
        assertTrue(
                confusion(List.of("benign", "malignant"), 2).endsWith("""
                        Confusion matrix: one row per class, one column per predicted class
                                        benign  malignant
                          benign             2          0
                          malignant          0          2
                        """),
                confusion(List.of("benign", "malignant"), 2));
    }

    @Test
    void otherwiseColumnsHaveTheNumbersOfTheRows() {
        assertEquals(
                """
                        Classes
                                                            precision     recall         F1   examples
                          a melanoma that spreads
                          superficially, of stage three        1.0000     1.0000     1.0000          1
                          bronchial_adenocarcinoma_of_the_
                          lung                                 1.0000     1.0000     1.0000          1
                          benign                               1.0000     1.0000     1.0000          1

                        Confusion matrix: one row per class, one numbered column per predicted class
                                                                 1       2       3
                          1 a melanoma that spreads
                          superficially, of stage three          1       0       0
                          2
                          bronchial_adenocarcinoma_of_the_
                          lung                                   0       1       0
                          3 benign                               0       0       1
                        """,
                confusion(
                        List.of(
                                "a melanoma that spreads superficially, of stage three",
                                "bronchial_adenocarcinoma_of_the_lung",
                                "benign"),
                        1));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 7, 12, 13})
    void noNameIsCutAndNoLineIsLong(int classes) {
        List<String> names = IntStream.range(0, classes)
                .mapToObj(i -> "the kind of flower that has number " + i)
                .toList();
        for (int times : List.of(1, 2000)) {
            String text = confusion(names, times);
            assertTrue(text.lines().allMatch(line -> line.length() <= 80), text);
            assertTrue(!text.contains("…"), text);
            String unwrapped = text.replaceAll("\\s+", " ");
            names.forEach(name -> assertTrue(unwrapped.contains(name), text));
        }
    }

    @Test
    void theImportanceIsThatOfTheMostImportantColumnsFirst() {
        EvaluationReport report = report(List.of("a", "b"), 1)
                .with(List.of(new InputImportance("x1", 0.125, 0.5), new InputImportance("long name", 0.25, 0)));
        assertTrue(report.text(Style.PLAIN).endsWith("""
                        Importance of the inputs: the accuracy lost when a column is permuted, 5 times
                                            mean       spread
                          long name       0.2500       0.0000
                          x1              0.1250       0.5000
                        """), report.text(Style.PLAIN));
        assertTrue(report.json().toString().contains("{\"column\":\"x1\",\"mean\":0.125,\"spread\":0.5}"));
        assertTrue(report(List.of("a", "b"), 1).json().get("importance").isJsonNull());
    }
}
