package io.cmaclip.console.web;

import com.google.gson.JsonObject;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;

/** What tests do with the page. */
final class ReviewPage {
  private ReviewPage() {}

  /** Opens the page in a new tab and signs in. */
  static Page signIn(BrowserContext context, String url, String token) {
    Page page = context.newPage();
    page.navigate(url);
    page.fill("input[name=token]", token);
    page.keyboard().press("Enter");
    return page;
  }

  static void awaitTitle(Page page, String title) {
    page.waitForFunction("title => document.querySelector('h2')?.textContent === title", title);
  }

  static void press(Page page, String... keys) {
    for (String key : keys) {
      page.keyboard().press(key);
    }
  }

  /** Delays each request of the page. */
  static void addLatency(BrowserContext context, Page page, int millis) {
    CDPSession session = context.newCDPSession(page);
    session.send("Network.enable");
    JsonObject conditions = new JsonObject();
    conditions.addProperty("offline", false);
    conditions.addProperty("latency", millis);
    conditions.addProperty("downloadThroughput", -1);
    conditions.addProperty("uploadThroughput", -1);
    session.send("Network.emulateNetworkConditions", conditions);
  }
}
