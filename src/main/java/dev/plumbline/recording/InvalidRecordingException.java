package dev.plumbline.recording;

import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.spec.vocabulary.Printable;
import dev.plumbline.spec.vocabulary.Problem;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** Thrown for a recording that cannot be compared, with all of its defects. */
public final class InvalidRecordingException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final transient List<Defect> defects;

    /**
     * A defect of a recording.
     *
     * @param kind the kind, whose code the message shows
     * @param problem the place, and what was found
     * @param allowed what is allowed, or what to do; empty if the finding makes it clear
     */
    public record Defect(ErrorKind kind, String problem, String allowed) {
        @Override
        public String toString() {
            return Printable.line(Problem.sentence(problem, allowed));
        }
    }

    InvalidRecordingException(List<Defect> defects) {
        super(defects.stream().map(Objects::toString).collect(Collectors.joining(System.lineSeparator())));
        this.defects = List.copyOf(defects);
    }

    /** All defects, in the order in which they were found. */
    public List<Defect> defects() {
        return defects;
    }
}
