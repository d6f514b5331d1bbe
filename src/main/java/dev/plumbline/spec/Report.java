package dev.plumbline.spec;

import java.util.List;
import java.util.Optional;

/**
 * What is said of a run.
 *
 * @param every the epochs between two lines, the first at epoch 0; where it is left out, a tenth of the epochs
 * @param metrics what each line says
 */
public record Report(
        @Field(value = "the epochs between two lines; a tenth of all where it is left out", range = "[1, inf)")
        Optional<Integer> every,

        @Field(value = "what each line says", byDefault = "loss", keras = "metrics")
        List<Metric> metrics) {
    public Report {
        metrics = List.copyOf(metrics);
        Schema.of(Report.class).check(every, metrics);
        for (int i = 0; i < metrics.size(); i++) {
            if (metrics.indexOf(metrics.get(i)) < i) {
                InvalidSpecException.throwIfAny(List.of(new Problem(
                        "metrics[" + i + "]",
                        "`" + Schema.wordOf(metrics.get(i)) + "` is here twice",
                        "each metric once")));
            }
        }
    }
}
