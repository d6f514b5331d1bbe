package dev.plumbline.backend;

import dev.plumbline.spec.vocabulary.Schema;

/** The requested backend cannot be used here. The message contains the reason and the remedy. */
public final class UnavailableBackendException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnavailableBackendException(BackendSelection selection) {
        super("the backend `" + Schema.wordOf(selection.wanted()) + "` cannot be used here: "
                + selection.obstacle().reason() + "\n  = "
                + selection.obstacle().remedy());
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
