package dev.plumbline.cli.terminal;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The version of Plumbline. */
public final class Version implements IVersionProvider {
    /** The version that the jar states. */
    public static String here() {
        return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
                .orElse("(not packaged)");
    }

    @Override
    public String[] getVersion() {
        return new String[] {"plumbline " + here()};
    }
}
