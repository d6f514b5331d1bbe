package dev.plumbline.cli;

/** Something that Plumbline needs is not to be had on this machine; the message says what, and what to do. */
final class UnusableMachineException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnusableMachineException(String message) {
        super(message);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
