package dev.plumbline.recording;

import dev.plumbline.spec.Printable;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** A recording that cannot be compared: it carries everything that is wrong with it, not only the first. */
public final class InvalidRecordingException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final transient List<Defect> defects;

    /**
     * One thing that is wrong.
     *
     * @param found where, and what was found
     * @param allowed what would be right, or what to do; empty where the finding says it
     */
    public record Defect(String found, String allowed) {
        @Override
        public String toString() {
            return Printable.line(allowed.isEmpty() ? found : found + "; allowed: " + allowed);
        }
    }

    InvalidRecordingException(List<Defect> defects) {
        super(defects.stream().map(Objects::toString).collect(Collectors.joining(System.lineSeparator())));
        this.defects = List.copyOf(defects);
    }

    /** Everything that is wrong, in the order in which it was found. */
    public List<Defect> defects() {
        return defects;
    }
}
