package dev.plumbline.spec;

/**
 * One problem of a specification.
 *
 * @param path the place, relative to the record that found it: {@code layers[0].units}; empty for the record itself
 * @param message what is wrong, with the value that was found
 * @param allowed what is allowed; empty if the message contains it
 */
public record Problem(String path, String message, String allowed) {

    /** The same problem, relative to the record that contains the one that found it. */
    public Problem within(String outer) {
        String joined = path.isEmpty() || path.startsWith("[") ? outer + path : outer + "." + path;
        return new Problem(joined, message, allowed);
    }

    @Override
    public String toString() {
        return (path.isEmpty() ? "" : path + ": ") + message + (allowed.isEmpty() ? "" : "; allowed: " + allowed);
    }
}
