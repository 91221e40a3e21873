package org.whynot.util;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * Loads some of our packages anew, as on a platform for which there is no FFmpeg.
 *
 * <pre>{@code
 * new WithoutFFmpeg("org.whynot.overlay.").loadClass(AnswerFiles.class.getName());
 * }</pre>
 */
public final class WithoutFFmpeg extends ClassLoader {

    private final List<String> packages;

    /** @param packages prefixes of the classes that are loaded anew; all others are those of the tests */
    public WithoutFFmpeg(String... packages) {
        super(WithoutFFmpeg.class.getClassLoader());
        this.packages = List.of(packages);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (name.startsWith("org.bytedeco.")) throw new ClassNotFoundException(name);
        if (packages.stream().noneMatch(name::startsWith)) return super.loadClass(name, resolve);
        Class<?> loaded = findLoadedClass(name);
        if (loaded != null) return loaded;
        try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            byte[] bytes = in.readAllBytes();
            return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }
}
