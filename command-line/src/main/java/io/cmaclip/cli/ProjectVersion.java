package io.cmaclip.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The project's version, from the jar's Maven metadata. */
public final class ProjectVersion implements IVersionProvider {
  private static final String PROPERTIES = "/META-INF/maven/io.cmaclip/command-line/pom.properties";

  @Override
  public String[] getVersion() {
    return new String[] {
      "cmaclip " + number(), "Java ${java.version} (${java.vendor}), ${os.name} ${os.arch}"
    };
  }

  public static String number() {
    Properties properties = new Properties();
    try (InputStream in = ProjectVersion.class.getResourceAsStream(PROPERTIES)) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("version", "(run from class files)");
  }
}
