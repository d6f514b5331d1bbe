package dev.plumbline.compare;

/** The verdict of a check. Only {@link #AGREES} is a success. */
public enum Verdict {
    /** Everything that was to be compared was compared, could have shown a mistake, and is right. */
    AGREES,
    /** Nothing differs, but some of it could not have shown a mistake, or was not compared: see {@link Coverage}. */
    INCOMPLETE,
    /** Something differs by more than rounding. */
    DIFFERS,
    /** The first difference is a number that is NaN or infinite. */
    FAILED,
    /** There was nothing to compare. */
    NOTHING_COMPARED;

    /** Whether something is wrong, as opposed to unknown. */
    public boolean isDifference() {
        return this == DIFFERS || this == FAILED;
    }
}
