package dev.plumbline.spec.vocabulary;

import java.util.List;
import java.util.stream.Collectors;

/** An invalid specification. It carries every problem found, not only the first. */
public final class InvalidSpecException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    /** With at least one problem. */
    public InvalidSpecException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining(System.lineSeparator())));
        this.problems = List.copyOf(problems);
    }

    /** All problems, in the order in which they were found. */
    public List<Problem> problems() {
        return problems;
    }

    /** Throws if there is any problem. */
    public static void throwIfAny(List<Problem> problems) {
        if (!problems.isEmpty()) {
            throw new InvalidSpecException(problems);
        }
    }
}
