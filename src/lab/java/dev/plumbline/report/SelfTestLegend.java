package dev.plumbline.report;

import dev.plumbline.selftest.DiagnosisBenchmark.Verdict;
import java.util.List;

/** The meaning of the columns of a confusion matrix. */
final class SelfTestLegend {
    private SelfTestLegend() {}

    /** A column. */
    record Entry(Verdict verdict, String name, String meaning) {}

    static final List<Entry> ENTRIES = List.of(
            new Entry(Verdict.NAMED, "named", "only the injected mistake was named"),
            new Entry(
                    Verdict.AMONG,
                    "among",
                    "it was named as one of several mistakes that the recorded tensors do not distinguish"),
            new Entry(
                    Verdict.NO_TRACE,
                    "unseen",
                    "nothing was found, and nothing can be: a correct network records the same bits"),
            new Entry(Verdict.MISSED, "missed", "nothing was found, although a correct network records something else"),
            new Entry(Verdict.UNEXPLAINED, "unclear", "a difference was found, but no known mistake explains it"),
            new Entry(Verdict.CONFUSED, "wrong", "another mistake was named"));
}
