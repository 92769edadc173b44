// Express with the carrier's own middleware, on two processes, as its documentation shows it.
const cluster = require("node:cluster");
const [port, url] = [process.env.PORT, process.env.PUBLIC_URL];
if (cluster.isPrimary) {
  cluster.fork();
  cluster.fork();
} else {
  const express = require("express");
  const twilio = require("twilio");
  const app = express();
  app.use(express.urlencoded({ extended: false }));
  const signed = twilio.webhook({ protocol: "http", host: new URL(url).host });
  const voice = (_request, response) => {
    const answer = new twilio.twiml.VoiceResponse();
    const gather = answer.gather({ numDigits: 1, action: "/voice/answer", timeout: 10 });
    gather.say({ voice: "Polly.Amy-Neural", language: "en-GB" }, "Hello. ".repeat(30));
    answer.redirect("/voice");
    response.type("text/xml").send(answer.toString());
  };
  app.post("/voice", signed, voice);
  app.post("/voice/answer", signed, voice);
  app.listen(port, "127.0.0.1");
}
