package dev.plumbline.diagnose.representation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Experiment;
import dev.plumbline.yaml.YamlReader;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchExamplesTests {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private static Experiment experiment(int examples, String batchSize) {
        String inputs =
                IntStream.range(0, examples).mapToObj(i -> "[" + i + "]").collect(Collectors.joining(", "));
        String targets = IntStream.range(0, examples).mapToObj(i -> "[0.5]").collect(Collectors.joining(", "));
        return Experiment.of(YamlReader.read("""
                        inputs: 1
                        layers:
                          - dense: { units: 1, activation: sigmoid }
                        init: ones
                        loss: squared_error
                        reduction: mean
                        training: { optimizer: { sgd: { learning_rate: 0.1 } }, batch_size: %s, epochs: 1 }
                        data: { inputs: [%s], targets: [%s] }
                        """.formatted(batchSize, inputs, targets), "net.yaml")
                .spec());
    }

    /** n of n examples can be chosen in one way, which is found without a search among those that lead nowhere. */
    @ParameterizedTest
    @CsvSource({"1, all, 1", "5, 2, 10", "40, all, 1", "40, 39, 40", "40, 38, 780", "40, 20, 0"})
    void everyChoiceOfABatchIsListedAndNoneIfTheyAreTooMany(int examples, String batchSize, int choices) {
        Experiment experiment = experiment(examples, batchSize);
        Batch first = experiment.batches().iterator().next();
        int found = assertTimeoutPreemptively(
                LIMIT, () -> new BatchExamples(experiment).choices(first).size());
        assertEquals(choices, found);
    }
}
