package dev.plumbline.data;

import java.util.regex.Pattern;

/** An address of another file system, such as {@code hdfs://host/x} or {@code s3a://bucket/x}, in place of a local path. */
public final class RemoteAddress {
    private static final Pattern FORM = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+://.*");

    private RemoteAddress() {}

    /** Whether a name is one. As a path, it would be in a directory {@code hdfs:}. */
    public static boolean is(String name) {
        return FORM.matcher(name).matches();
    }
}
