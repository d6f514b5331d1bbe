package dev.plumbline.yaml;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Adapts {@code report.every} to a number of epochs from the command line or a sweep: an interval longer than the training is
 * removed, so that the default applies, a tenth of the epochs.
 */
final class ReportInterval {
    private static final String SECTION = "report";
    private static final String KEY = "every";

    private ReportInterval() {}

    /** Returns the root; an interval that is longer than this training is removed. */
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

    /** Returns the section without a longer interval; empty if it has no other key. */
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
