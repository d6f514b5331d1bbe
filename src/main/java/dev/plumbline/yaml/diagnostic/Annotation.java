package dev.plumbline.yaml.diagnostic;

/**
 * A place in a file with a remark.
 *
 * @param span the place
 * @param text the remark, a few words; may be empty
 */
public record Annotation(Span span, String text) {
    /** The start of the file, for a problem that is not in a particular line. */
    public static final Annotation START = new Annotation(Span.of(1, 1, 0), "");
}
