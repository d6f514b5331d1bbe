# The part of ./plumbline that builds, for a checkout. It sets $built, the directory of plumbline.jar, $class_path, the other
# jars, and $options, a file with options for the JVM.

variant=${PLUMBLINE_VARIANT:-}
case ${1:-} in
    # The verbs of the laboratory, which is in no release.
    fuzz | selftest) [ -z "$variant" ] && [ -d "$home/src/lab" ] && variant=lab ;;
esac
built=$home/target/launcher${variant:+-$variant} lists=classpath.txt
case $variant in
    '' | lab) profile=-Dvariant=${variant:-none} size='160 MB' ;;
    cuda) profile=-Pcuda size='2.5 GB' ;;
    spark) profile=-Pspark size='390 MB' lists='classpath.txt spark-classpath.txt' options=$home/src/spark/jvm.options ;;
    *) fail 2 "PLUMBLINE_VARIANT is $PLUMBLINE_VARIANT; allowed: cuda, spark, or unset." ;;
esac

# Whether the build is newer than every source and directory, and every jar that it needs exists. Sets $class_path.
is_fresh() {
    class_path=
    for list in $lists; do
        jars=
        read -r jars 2>/dev/null <"$built/$list" || [ -n "$jars" ] || return 1
        class_path=$class_path${class_path:+:}$jars
    done
    missing='' separators=$IFS IFS=:
    for jar in "$built/stamp" "$built/plumbline.jar" $class_path; do
        [ -f "$jar" ] || missing=$jar
    done
    IFS=$separators
    set -- "$home/src/main" "$home/pom.xml" "$home/.mvn" "$home/src/${variant:-main}"
    [ -d "$4" ] || set -- "$1" "$2" "$3"
    # -newercc also finds a file that was replaced by one with an older date. BusyBox has only -newer.
    changed=$(find "$@" \( -newer "$built/stamp" -o -newercc "$built/stamp" \) 2>/dev/null) ||
        changed=$(find "$@" -newer "$built/stamp" 2>/dev/null) || return 1
    [ -z "$missing$changed" ]
}

# Builds in a directory of its own, and moves the results into place only after success, the stamp last. The date of the
# stamp is the start of the build, so that a source that changes during the build is newer. Maven inherits the lock, so a
# Maven that outlives this script still blocks other builds.
build() (
    command -v mvn >/dev/null || fail 2 "mvn was not found on the PATH; Maven is needed to build Plumbline."
    [ -z "$jdk" ] || [ -x "$jdk/bin/javac" ] || fail 2 "$jdk contains no javac; set JAVA_HOME to a JDK, 17 or newer."
    if command -v flock >/dev/null && ! flock -n 9; then
        printf 'plumbline: waiting for another build to finish\n' >&2
        flock 9
        ! is_fresh || exit 0
    fi
    message="first start: building; Maven downloads about $size, unless its cache has the files"
    [ -f "$built/stamp" ] && message='the sources have changed since the last build; building again'
    printf 'plumbline: %s\n' "$message" >&2
    work=$home/target/launcher-build.$$
    trap 'rm -rf "$work"' EXIT
    trap 'exit 130' HUP INT TERM
    mkdir "$work" && : >"$work/stamp" || fail 1 "cannot write to $home/target"
    [ -z "$jdk" ] || export JAVA_HOME="$jdk"
    set -- "$profile" -Dplumbline.quick -Dplumbline.build.directory="$work" process-classes
    if [ -t 2 ]; then # on a terminal, Maven shows its progress
        (cd "$home" && mvn "$@" </dev/null >&2) || fail 1 "the build failed; Maven's messages are above."
    elif ! (cd "$home" && mvn -B "$@" </dev/null >"$work/log" 2>&1); then
        grep -v '^Download\|^\[INFO\]' "$work/log" >&2
        fail 1 "the build failed; Maven's messages are above."
    fi
    mkdir -p "$built" && rm -f "$built"/stamp "$built"/classes-* &&
        mv -f "$work"/*classpath.txt "$built" && mv -f "$work"/plumbline-*.jar "$built/plumbline.jar" &&
        mv -f "$work/stamp" "$built" || fail 1 "cannot write to $built"
) 9>"$home/target/launcher.lock"

if ! is_fresh; then
    mkdir -p "$home/target" && build || exit
    is_fresh || [ -n "$class_path" ] || fail 1 "the build left no class path"
fi
