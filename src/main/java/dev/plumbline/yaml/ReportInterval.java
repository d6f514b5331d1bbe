package dev.plumbline.yaml;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The interval between two reports in a file that is trained for fewer epochs than it says: an interval that is longer than
 * the training is left out, so that the default holds, a tenth of the epochs.
 */
final class ReportInterval {
    private static final String SECTION = "report";
    private static final String KEY = "every";

    private ReportInterval() {}

    /** The root with the interval, if it is at most as long as this training. */
    static Node upTo(Node epochs, Node root) {
        Optional<Long> most = whole(epochs);
        if (most.isEmpty() || !(root instanceof Node.Mapping file)) {
            return root;
        }
        List<Node.Entry> entries = new ArrayList<>();
        for (Node.Entry entry : file.entries()) {
            boolean isReport = isKey(entry, SECTION) && entry.value() instanceof Node.Mapping;
            if (isReport) {
                without((Node.Mapping) entry.value(), most.get())
                        .ifPresent(report -> entries.add(new Node.Entry(entry.key(), report)));
            } else {
                entries.add(entry);
            }
        }
        return new Node.Mapping(entries, file.start(), file.end());
    }

    /** The section without a longer interval; empty if it has no other key. */
    private static Optional<Node> without(Node.Mapping report, long most) {
        List<Node.Entry> kept = report.entries().stream()
                .filter(entry -> !isKey(entry, KEY)
                        || whole(entry.value()).filter(every -> every > most).isEmpty())
                .toList();
        boolean isWhole = kept.size() == report.entries().size();
        return isWhole
                ? Optional.of(report)
                : kept.isEmpty() ? Optional.empty() : Optional.of(new Node.Mapping(kept, report.start(), report.end()));
    }

    private static boolean isKey(Node.Entry entry, String key) {
        return entry.key() instanceof Node.Scalar scalar && scalar.text().equals(key);
    }

    private static Optional<Long> whole(Node node) {
        return node instanceof Node.Scalar scalar && Scalars.kind(scalar) == Scalars.Kind.WHOLE
                ? Scalars.longValue(scalar.text())
                : Optional.empty();
    }
}
