package dev.plumbline.spec;

/**
 * One thing that is wrong with a specification.
 *
 * @param path where, from the record that found it: {@code layers[0].units}; empty for the record itself
 * @param message what is wrong and what was found
 * @param allowed what would be right; empty where the message says it
 */
public record Problem(String path, String message, String allowed) {

    /** The same problem, seen from the record around the one that found it. */
    public Problem within(String outer) {
        String joined = path.isEmpty() || path.startsWith("[") ? outer + path : outer + "." + path;
        return new Problem(joined, message, allowed);
    }

    @Override
    public String toString() {
        return (path.isEmpty() ? "" : path + ": ") + message + (allowed.isEmpty() ? "" : "; allowed: " + allowed);
    }
}
