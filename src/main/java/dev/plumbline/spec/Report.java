package dev.plumbline.spec;

import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.spec.vocabulary.Field;
import dev.plumbline.spec.vocabulary.InvalidSpecException;
import dev.plumbline.spec.vocabulary.Problem;
import dev.plumbline.spec.vocabulary.Schema;
import java.util.List;
import java.util.Optional;

/**
 * The contents of the report of a run.
 *
 * @param every the number of epochs between two lines, the first at epoch 0; default: a tenth of all epochs
 */
public record Report(
        @Field(value = "the number of epochs between two lines; default: a tenth of all epochs", range = "[1, inf)")
        Optional<Integer> every,

        @Field(value = "the metrics of each line", byDefault = "loss", keras = "metrics")
        List<Metric> metrics) {
    public Report {
        metrics = List.copyOf(metrics);
        Schema.of(Report.class).check(every, metrics);
        for (int i = 0; i < metrics.size(); i++) {
            if (metrics.indexOf(metrics.get(i)) < i) {
                InvalidSpecException.throwIfAny(List.of(new Problem(
                        ErrorKind.DUPLICATE,
                        "metrics[" + i + "]",
                        "`" + Schema.wordOf(metrics.get(i)) + "` is here twice",
                        "each metric once")));
            }
        }
    }
}
