package dev.plumbline.report;

import dev.plumbline.selftest.SelfTest.Verdict;
import java.util.List;

/** The meaning of the columns of a confusion matrix. */
final class SelfTestLegend {
    private SelfTestLegend() {}

    /** A column. */
    record Entry(Verdict verdict, String name, String meaning) {}

    static final List<Entry> ENTRIES = List.of(
            new Entry(Verdict.NAMED, "named", "the planted mistake, and it alone, was named"),
            new Entry(Verdict.AMONG, "among", "it was named among others that what is shown does not tell from it"),
            new Entry(
                    Verdict.NO_TRACE,
                    "unseen",
                    "nothing was found, and nothing can be: bit for bit, a right network shows the same"),
            new Entry(Verdict.MISSED, "missed", "nothing was found, though a right network shows something else"),
            new Entry(Verdict.UNEXPLAINED, "unclear", "it said that something is wrong, and found no mistake for it"),
            new Entry(Verdict.CONFUSED, "wrong", "another mistake was named"));
}
