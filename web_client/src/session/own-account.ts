import { graphql } from "../api/graphql";

export const OwnAccount = graphql(`
  query OwnAccount {
    me {
      login
      secondFactorSince
      sessions { here browser address openedAt lastSeenAt }
    }
  }
`);
