/* eslint-disable */
import * as types from './graphql.ts';
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';

/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "\n  fragment RetrievalFields on RetrievalSettings {\n    isEnabled\n    mode\n    topK\n    minScore\n    collectionIds\n    excludedDocumentIds\n  }\n": typeof types.RetrievalFieldsFragmentDoc,
    "\n  mutation UpdateConversation($input: UpdateSessionInput!) {\n    updateSession(input: $input) {\n      ...ConversationFields\n    }\n  }\n": typeof types.UpdateConversationDocument,
    "\n  mutation UpdateRetrieval($input: UpdateSessionRetrievalInput!) {\n    updateSessionRetrieval(input: $input) {\n      id\n      retrieval {\n        ...RetrievalFields\n      }\n    }\n  }\n": typeof types.UpdateRetrievalDocument,
    "\n  fragment ConversationFields on ChatSession {\n    id\n    title\n    modelId\n    parameters {\n      ...ParameterFields\n    }\n    systemPrompt\n    autoSummarisation\n    retrieval {\n      ...RetrievalFields\n    }\n    messageCount\n    deletedAt\n    activeLeaf {\n      id\n    }\n    contextTokens\n    usage {\n      requests\n      promptTokens\n      completionTokens\n      totalTokens\n      totalCost\n      unpricedRequests\n    }\n    activeRun {\n      id\n      status\n    }\n  }\n": typeof types.ConversationFieldsFragmentDoc,
    "\n  query Conversation($id: ID!, $last: Int!, $before: String, $leafId: ID) {\n    session(id: $id) {\n      ...ConversationFields\n      messages(last: $last, before: $before, leafId: $leafId) {\n        nodes {\n          ...MessageFields\n        }\n        pageInfo {\n          hasPreviousPage\n          startCursor\n        }\n      }\n    }\n  }\n": typeof types.ConversationDocument,
    "\n  query ConversationTotals($id: ID!) {\n    session(id: $id) {\n      ...ConversationFields\n    }\n  }\n": typeof types.ConversationTotalsDocument,
    "\n  mutation CreateConversation($input: CreateSessionInput!) {\n    createSession(input: $input) {\n      ...ConversationFields\n    }\n  }\n": typeof types.CreateConversationDocument,
    "\n  fragment ExchangeFields on SendMessagePayload {\n    session {\n      ...ConversationFields\n    }\n    userMessage {\n      ...MessageFields\n    }\n    assistantMessage {\n      ...MessageFields\n    }\n    run {\n      id\n      status\n    }\n  }\n": typeof types.ExchangeFieldsFragmentDoc,
    "\n  mutation SendMessage($input: SendMessageInput!) {\n    sendMessage(input: $input) {\n      ...ExchangeFields\n    }\n  }\n": typeof types.SendMessageDocument,
    "\n  query SentMessage($id: ID!) {\n    message(id: $id) {\n      id\n      text\n      session {\n        id\n      }\n    }\n  }\n": typeof types.SentMessageDocument,
    "\n  mutation RegenerateMessage($input: RegenerateMessageInput!) {\n    regenerateMessage(input: $input) {\n      ...ExchangeFields\n    }\n  }\n": typeof types.RegenerateMessageDocument,
    "\n  mutation EditMessage($input: EditMessageInput!) {\n    editMessage(input: $input) {\n      ...ExchangeFields\n    }\n  }\n": typeof types.EditMessageDocument,
    "\n  mutation ContinueMessage($input: ContinueMessageInput!) {\n    continueMessage(input: $input) {\n      ...ExchangeFields\n    }\n  }\n": typeof types.ContinueMessageDocument,
    "\n  mutation CancelRun($id: ID!) {\n    cancelRun(id: $id) {\n      id\n      status\n    }\n  }\n": typeof types.CancelRunDocument,
    "\n  mutation SwitchBranch($messageId: ID!) {\n    switchBranch(messageId: $messageId) {\n      id\n      activeLeaf {\n        id\n      }\n    }\n  }\n": typeof types.SwitchBranchDocument,
    "\n  mutation DeleteMessage($id: ID!) {\n    deleteMessage(id: $id) {\n      id\n      messageCount\n    }\n  }\n": typeof types.DeleteMessageDocument,
    "\n  mutation SubmitFeedback($input: SubmitFeedbackInput!) {\n    submitFeedback(input: $input) {\n      id\n      rating\n      categories\n      text\n    }\n  }\n": typeof types.SubmitFeedbackDocument,
    "\n  mutation WithdrawFeedback($messageId: ID!) {\n    withdrawFeedback(messageId: $messageId)\n  }\n": typeof types.WithdrawFeedbackDocument,
    "\n  fragment JobFields on Job {\n    id\n    kind\n    key\n    state\n    attempts\n    progress\n    error\n    startedAt\n    endedAt\n  }\n": typeof types.JobFieldsFragmentDoc,
    "\n  query Jobs {\n    jobQueues {\n      kind\n      waiting\n      retrying\n      active\n      completed\n      failed\n    }\n    active: jobs(state: ACTIVE, first: 20) {\n      nodes {\n        ...JobFields\n      }\n    }\n    failed: jobs(state: FAILED, first: 50) {\n      totalCount\n      nodes {\n        ...JobFields\n      }\n    }\n  }\n": typeof types.JobsDocument,
    "\n  mutation RetryJob($id: ID!) {\n    retryJob(id: $id) {\n      id\n      state\n    }\n  }\n": typeof types.RetryJobDocument,
    "\n  mutation DeleteJob($id: ID!) {\n    deleteJob(id: $id)\n  }\n": typeof types.DeleteJobDocument,
    "\n  query Collections {\n    collections {\n      id\n      name\n    }\n  }\n": typeof types.CollectionsDocument,
    "\n  query CollectionSizes {\n    collections {\n      id\n      documentCount\n    }\n  }\n": typeof types.CollectionSizesDocument,
    "\n  mutation CreateCollection($input: CreateCollectionInput!) {\n    createCollection(input: $input) {\n      id\n      name\n    }\n  }\n": typeof types.CreateCollectionDocument,
    "\n  mutation UpdateCollection($input: UpdateCollectionInput!) {\n    updateCollection(input: $input) {\n      id\n      name\n    }\n  }\n": typeof types.UpdateCollectionDocument,
    "\n  mutation DeleteCollection($id: ID!) {\n    deleteCollection(id: $id)\n  }\n": typeof types.DeleteCollectionDocument,
    "\n  fragment DocumentFields on Document {\n    id\n    fileName\n    mediaType\n    sizeBytes\n    status\n    progress\n    errorCode\n    errorMessage\n    chunkCount\n    isActive\n    isDeleted\n    createdAt\n    metadata\n    collection {\n      id\n      name\n    }\n    session {\n      id\n      title\n    }\n  }\n": typeof types.DocumentFieldsFragmentDoc,
    "\n  query Documents($first: Int!, $after: String, $collectionId: ID) {\n    documents(first: $first, after: $after, collectionId: $collectionId) {\n      edges {\n        cursor\n        node {\n          ...DocumentFields\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n      totalCount\n    }\n  }\n": typeof types.DocumentsDocument,
    "\n  query DocumentStorage {\n    documentStorage {\n      usedBytes\n      limitBytes\n      maxFileBytes\n    }\n  }\n": typeof types.DocumentStorageDocument,
    "\n  query Document($id: ID!) {\n    document(id: $id) {\n      ...DocumentFields\n    }\n  }\n": typeof types.DocumentDocument,
    "\n  subscription DocumentChanged {\n    documentChanged {\n      ...DocumentFields\n    }\n  }\n": typeof types.DocumentChangedDocument,
    "\n  mutation UpdateDocument($input: UpdateDocumentInput!) {\n    updateDocument(input: $input) {\n      ...DocumentFields\n    }\n  }\n": typeof types.UpdateDocumentDocument,
    "\n  mutation RetryDocument($id: ID!) {\n    retryDocument(id: $id) {\n      ...DocumentFields\n    }\n  }\n": typeof types.RetryDocumentDocument,
    "\n  mutation DeleteDocument($id: ID!) {\n    deleteDocument(id: $id)\n  }\n": typeof types.DeleteDocumentDocument,
    "\n  fragment PassagePlace on Chunk {\n    id\n    ordinal\n    location {\n      page\n      line\n      endLine\n      row\n      endRow\n      path\n    }\n  }\n": typeof types.PassagePlaceFragmentDoc,
    "\n  fragment PassageFields on Chunk {\n    ...PassagePlace\n    text\n    tokenCount\n  }\n": typeof types.PassageFieldsFragmentDoc,
    "\n  query Passages($id: ID!, $from: Int, $first: Int!) {\n    document(id: $id) {\n      ...DocumentFields\n      chunks(from: $from, first: $first) {\n        nodes {\n          ...PassageFields\n        }\n        totalCount\n      }\n    }\n  }\n": typeof types.PassagesDocument,
    "\n  query DocumentSearch($input: SearchDocumentsInput!) {\n    searchDocuments(input: $input) {\n      score\n      wordScore\n      similarity\n      highlights {\n        start\n        end\n      }\n      chunk {\n        ...PassageFields\n        document {\n          id\n          fileName\n          collection {\n            id\n            name\n          }\n        }\n      }\n    }\n  }\n": typeof types.DocumentSearchDocument,
    "\n  fragment CitationFields on Citation {\n    number\n    score\n    isCited\n    chunk {\n      ...PassagePlace\n      document {\n        id\n        fileName\n      }\n    }\n  }\n": typeof types.CitationFieldsFragmentDoc,
    "\n  fragment MessageFields on Message {\n    id\n    role\n    status\n    modelId\n    createdAt\n    parts {\n      __typename\n      ... on MessagePart {\n        id\n      }\n      ... on TextPart {\n        text\n      }\n      ... on ReasoningPart {\n        text\n      }\n      ... on ToolPart {\n        toolName\n        arguments\n        result\n        error\n        durationMs\n      }\n      ... on FilePart {\n        document {\n          id\n          fileName\n          sizeBytes\n        }\n      }\n    }\n    citations {\n      ...CitationFields\n    }\n    parent {\n      id\n    }\n    siblings {\n      id\n    }\n    feedback {\n      id\n      rating\n      categories\n      text\n    }\n    run {\n      id\n      status\n      modelId\n      finishReason\n      errorCode\n      errorMessage\n      timeToFirstTokenMs\n      durationMs\n    }\n  }\n": typeof types.MessageFieldsFragmentDoc,
    "\n  query Models {\n    models {\n      id\n      name\n      provider\n      contextWindow\n      maxOutputTokens\n      inputPricePerMillion\n      outputPricePerMillion\n      isAvailable\n      unavailableReason\n      providerLabel\n      isDefault\n      isLocal\n    }\n  }\n": typeof types.ModelsDocument,
    "\n  fragment ParameterFields on GenerationParameters {\n    temperature\n    topP\n    topK\n    maxTokens\n    seed\n  }\n": typeof types.ParameterFieldsFragmentDoc,
    "\n  query RunDetails($id: ID!) {\n    run(id: $id) {\n      id\n      status\n      modelId\n      parameters {\n        ...ParameterFields\n      }\n      systemPrompt\n      promptVersion {\n        id\n        name\n        version\n      }\n      workflowVersion {\n        id\n        name\n        version\n      }\n      context {\n        messageCount\n        droppedMessageCount\n        summarisedMessageCount\n        summaryTokens\n        historyTokens\n        historyBudget\n        promptTokens\n        contextWindow\n        passageTokens\n        retrieval {\n          isEnabled\n          mode\n          topK\n          minScore\n          collections\n          documentCount\n          tokenBudget\n          embedder\n        }\n      }\n      summary {\n        id\n        text\n        modelId\n      }\n      usage {\n        id\n        promptTokens\n        completionTokens\n        totalTokens\n        isEstimated\n        promptCost\n        completionCost\n        totalCost\n        isPriced\n      }\n      message {\n        id\n        citations {\n          number\n          score\n          isCited\n          chunk {\n            id\n            document {\n              id\n              fileName\n            }\n          }\n        }\n      }\n      finishReason\n      errorCode\n      errorMessage\n      timeToFirstTokenMs\n      durationMs\n      createdAt\n      endedAt\n    }\n  }\n": typeof types.RunDetailsDocument,
    "\n  subscription RunEvents($runId: ID!, $after: Int!) {\n    runEvents(runId: $runId, after: $after) {\n      __typename\n      ... on RunEvent {\n        sequence\n      }\n      ... on CitationAdded {\n        citation {\n          ...CitationFields\n        }\n      }\n      ... on TextDelta {\n        partId\n        delta\n      }\n      ... on ReasoningDelta {\n        partId\n        delta\n      }\n      ... on ToolCalled {\n        partId\n        toolName\n        arguments\n      }\n      ... on ToolAnswered {\n        partId\n        result\n        error\n      }\n      ... on RunEnded {\n        status\n        errorCode\n        errorMessage\n        message {\n          ...MessageFields\n        }\n      }\n    }\n  }\n": typeof types.RunEventsDocument,
    "\n  query RunSnapshot($id: ID!) {\n    run(id: $id) {\n      id\n      status\n      errorCode\n      errorMessage\n      message {\n        ...MessageFields\n      }\n    }\n  }\n": typeof types.RunSnapshotDocument,
    "\n  mutation UpdatePreferences($input: UpdatePreferencesInput!) {\n    updatePreferences(input: $input) {\n      ...PreferencesFields\n    }\n  }\n": typeof types.UpdatePreferencesDocument,
    "\n  query AccountUsage {\n    viewer {\n      id\n      usage {\n        requests\n        promptTokens\n        completionTokens\n        totalTokens\n        totalCost\n        unpricedRequests\n      }\n    }\n  }\n": typeof types.AccountUsageDocument,
    "\n  query FoundMessages($query: String!, $first: Int!) {\n    searchMessages(query: $query, first: $first) {\n      nodes {\n        snippet\n        highlights {\n          start\n          end\n        }\n        message {\n          id\n          role\n          createdAt\n        }\n        session {\n          id\n          title\n          isArchived\n        }\n      }\n      totalCount\n    }\n  }\n": typeof types.FoundMessagesDocument,
    "\n  fragment SessionRow on ChatSession {\n    id\n    title\n    isPinned\n    isArchived\n    deletedAt\n    lastActivityAt\n    activeRun {\n      id\n      status\n    }\n  }\n": typeof types.SessionRowFragmentDoc,
    "\n  query Sessions($first: Int, $after: String, $filter: SessionFilter) {\n    sessions(first: $first, after: $after, filter: $filter) {\n      edges {\n        cursor\n        node {\n          ...SessionRow\n        }\n      }\n      pageInfo {\n        hasNextPage\n        hasPreviousPage\n        startCursor\n        endCursor\n      }\n      totalCount\n    }\n  }\n": typeof types.SessionsDocument,
    "\n  query SessionRowById($id: ID!) {\n    session(id: $id) {\n      ...SessionRow\n    }\n  }\n": typeof types.SessionRowByIdDocument,
    "\n  subscription SessionChanged {\n    sessionChanged {\n      ...SessionRow\n      messageCount\n      activeLeaf {\n        id\n      }\n    }\n  }\n": typeof types.SessionChangedDocument,
    "\n  mutation UpdateSessionRow($input: UpdateSessionInput!) {\n    updateSession(input: $input) {\n      ...SessionRow\n    }\n  }\n": typeof types.UpdateSessionRowDocument,
    "\n  mutation DeleteSession($id: ID!) {\n    deleteSession(id: $id)\n  }\n": typeof types.DeleteSessionDocument,
    "\n  mutation RestoreSession($id: ID!) {\n    restoreSession(id: $id) {\n      ...SessionRow\n    }\n  }\n": typeof types.RestoreSessionDocument,
    "\n  fragment SessionTitle on ChatSession {\n    title\n  }\n": typeof types.SessionTitleFragmentDoc,
    "\n  fragment PreferencesFields on Preferences {\n    defaultModelId\n    parameters {\n      ...ParameterFields\n    }\n    systemPrompt\n    theme\n    locale\n    streaming\n    autoSummarisation\n  }\n": typeof types.PreferencesFieldsFragmentDoc,
    "\n  fragment ViewerFields on User {\n    id\n    email\n    displayName\n    role\n    createdAt\n    preferences {\n      ...PreferencesFields\n    }\n  }\n": typeof types.ViewerFieldsFragmentDoc,
    "\n  query Viewer {\n    viewer {\n      ...ViewerFields\n    }\n  }\n": typeof types.ViewerDocument,
    "\n  query Instance {\n    instance {\n      hasAccounts\n    }\n  }\n": typeof types.InstanceDocument,
    "\n  mutation SignIn($input: SignInInput!) {\n    signIn(input: $input) {\n      user {\n        ...ViewerFields\n      }\n    }\n  }\n": typeof types.SignInDocument,
    "\n  mutation SignUp($input: SignUpInput!) {\n    signUp(input: $input) {\n      user {\n        ...ViewerFields\n      }\n    }\n  }\n": typeof types.SignUpDocument,
    "\n  mutation SignOut {\n    signOut\n  }\n": typeof types.SignOutDocument,
};
const documents: Documents = {
    "\n  fragment RetrievalFields on RetrievalSettings {\n    isEnabled\n    mode\n    topK\n    minScore\n    collectionIds\n    excludedDocumentIds\n  }\n": types.RetrievalFieldsFragmentDoc,
    "\n  mutation UpdateConversation($input: UpdateSessionInput!) {\n    updateSession(input: $input) {\n      ...ConversationFields\n    }\n  }\n": types.UpdateConversationDocument,
    "\n  mutation UpdateRetrieval($input: UpdateSessionRetrievalInput!) {\n    updateSessionRetrieval(input: $input) {\n      id\n      retrieval {\n        ...RetrievalFields\n      }\n    }\n  }\n": types.UpdateRetrievalDocument,
    "\n  fragment ConversationFields on ChatSession {\n    id\n    title\n    modelId\n    parameters {\n      ...ParameterFields\n    }\n    systemPrompt\n    autoSummarisation\n    retrieval {\n      ...RetrievalFields\n    }\n    messageCount\n    deletedAt\n    activeLeaf {\n      id\n    }\n    contextTokens\n    usage {\n      requests\n      promptTokens\n      completionTokens\n      totalTokens\n      totalCost\n      unpricedRequests\n    }\n    activeRun {\n      id\n      status\n    }\n  }\n": types.ConversationFieldsFragmentDoc,
    "\n  query Conversation($id: ID!, $last: Int!, $before: String, $leafId: ID) {\n    session(id: $id) {\n      ...ConversationFields\n      messages(last: $last, before: $before, leafId: $leafId) {\n        nodes {\n          ...MessageFields\n        }\n        pageInfo {\n          hasPreviousPage\n          startCursor\n        }\n      }\n    }\n  }\n": types.ConversationDocument,
    "\n  query ConversationTotals($id: ID!) {\n    session(id: $id) {\n      ...ConversationFields\n    }\n  }\n": types.ConversationTotalsDocument,
    "\n  mutation CreateConversation($input: CreateSessionInput!) {\n    createSession(input: $input) {\n      ...ConversationFields\n    }\n  }\n": types.CreateConversationDocument,
    "\n  fragment ExchangeFields on SendMessagePayload {\n    session {\n      ...ConversationFields\n    }\n    userMessage {\n      ...MessageFields\n    }\n    assistantMessage {\n      ...MessageFields\n    }\n    run {\n      id\n      status\n    }\n  }\n": types.ExchangeFieldsFragmentDoc,
    "\n  mutation SendMessage($input: SendMessageInput!) {\n    sendMessage(input: $input) {\n      ...ExchangeFields\n    }\n  }\n": types.SendMessageDocument,
    "\n  query SentMessage($id: ID!) {\n    message(id: $id) {\n      id\n      text\n      session {\n        id\n      }\n    }\n  }\n": types.SentMessageDocument,
    "\n  mutation RegenerateMessage($input: RegenerateMessageInput!) {\n    regenerateMessage(input: $input) {\n      ...ExchangeFields\n    }\n  }\n": types.RegenerateMessageDocument,
    "\n  mutation EditMessage($input: EditMessageInput!) {\n    editMessage(input: $input) {\n      ...ExchangeFields\n    }\n  }\n": types.EditMessageDocument,
    "\n  mutation ContinueMessage($input: ContinueMessageInput!) {\n    continueMessage(input: $input) {\n      ...ExchangeFields\n    }\n  }\n": types.ContinueMessageDocument,
    "\n  mutation CancelRun($id: ID!) {\n    cancelRun(id: $id) {\n      id\n      status\n    }\n  }\n": types.CancelRunDocument,
    "\n  mutation SwitchBranch($messageId: ID!) {\n    switchBranch(messageId: $messageId) {\n      id\n      activeLeaf {\n        id\n      }\n    }\n  }\n": types.SwitchBranchDocument,
    "\n  mutation DeleteMessage($id: ID!) {\n    deleteMessage(id: $id) {\n      id\n      messageCount\n    }\n  }\n": types.DeleteMessageDocument,
    "\n  mutation SubmitFeedback($input: SubmitFeedbackInput!) {\n    submitFeedback(input: $input) {\n      id\n      rating\n      categories\n      text\n    }\n  }\n": types.SubmitFeedbackDocument,
    "\n  mutation WithdrawFeedback($messageId: ID!) {\n    withdrawFeedback(messageId: $messageId)\n  }\n": types.WithdrawFeedbackDocument,
    "\n  fragment JobFields on Job {\n    id\n    kind\n    key\n    state\n    attempts\n    progress\n    error\n    startedAt\n    endedAt\n  }\n": types.JobFieldsFragmentDoc,
    "\n  query Jobs {\n    jobQueues {\n      kind\n      waiting\n      retrying\n      active\n      completed\n      failed\n    }\n    active: jobs(state: ACTIVE, first: 20) {\n      nodes {\n        ...JobFields\n      }\n    }\n    failed: jobs(state: FAILED, first: 50) {\n      totalCount\n      nodes {\n        ...JobFields\n      }\n    }\n  }\n": types.JobsDocument,
    "\n  mutation RetryJob($id: ID!) {\n    retryJob(id: $id) {\n      id\n      state\n    }\n  }\n": types.RetryJobDocument,
    "\n  mutation DeleteJob($id: ID!) {\n    deleteJob(id: $id)\n  }\n": types.DeleteJobDocument,
    "\n  query Collections {\n    collections {\n      id\n      name\n    }\n  }\n": types.CollectionsDocument,
    "\n  query CollectionSizes {\n    collections {\n      id\n      documentCount\n    }\n  }\n": types.CollectionSizesDocument,
    "\n  mutation CreateCollection($input: CreateCollectionInput!) {\n    createCollection(input: $input) {\n      id\n      name\n    }\n  }\n": types.CreateCollectionDocument,
    "\n  mutation UpdateCollection($input: UpdateCollectionInput!) {\n    updateCollection(input: $input) {\n      id\n      name\n    }\n  }\n": types.UpdateCollectionDocument,
    "\n  mutation DeleteCollection($id: ID!) {\n    deleteCollection(id: $id)\n  }\n": types.DeleteCollectionDocument,
    "\n  fragment DocumentFields on Document {\n    id\n    fileName\n    mediaType\n    sizeBytes\n    status\n    progress\n    errorCode\n    errorMessage\n    chunkCount\n    isActive\n    isDeleted\n    createdAt\n    metadata\n    collection {\n      id\n      name\n    }\n    session {\n      id\n      title\n    }\n  }\n": types.DocumentFieldsFragmentDoc,
    "\n  query Documents($first: Int!, $after: String, $collectionId: ID) {\n    documents(first: $first, after: $after, collectionId: $collectionId) {\n      edges {\n        cursor\n        node {\n          ...DocumentFields\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n      totalCount\n    }\n  }\n": types.DocumentsDocument,
    "\n  query DocumentStorage {\n    documentStorage {\n      usedBytes\n      limitBytes\n      maxFileBytes\n    }\n  }\n": types.DocumentStorageDocument,
    "\n  query Document($id: ID!) {\n    document(id: $id) {\n      ...DocumentFields\n    }\n  }\n": types.DocumentDocument,
    "\n  subscription DocumentChanged {\n    documentChanged {\n      ...DocumentFields\n    }\n  }\n": types.DocumentChangedDocument,
    "\n  mutation UpdateDocument($input: UpdateDocumentInput!) {\n    updateDocument(input: $input) {\n      ...DocumentFields\n    }\n  }\n": types.UpdateDocumentDocument,
    "\n  mutation RetryDocument($id: ID!) {\n    retryDocument(id: $id) {\n      ...DocumentFields\n    }\n  }\n": types.RetryDocumentDocument,
    "\n  mutation DeleteDocument($id: ID!) {\n    deleteDocument(id: $id)\n  }\n": types.DeleteDocumentDocument,
    "\n  fragment PassagePlace on Chunk {\n    id\n    ordinal\n    location {\n      page\n      line\n      endLine\n      row\n      endRow\n      path\n    }\n  }\n": types.PassagePlaceFragmentDoc,
    "\n  fragment PassageFields on Chunk {\n    ...PassagePlace\n    text\n    tokenCount\n  }\n": types.PassageFieldsFragmentDoc,
    "\n  query Passages($id: ID!, $from: Int, $first: Int!) {\n    document(id: $id) {\n      ...DocumentFields\n      chunks(from: $from, first: $first) {\n        nodes {\n          ...PassageFields\n        }\n        totalCount\n      }\n    }\n  }\n": types.PassagesDocument,
    "\n  query DocumentSearch($input: SearchDocumentsInput!) {\n    searchDocuments(input: $input) {\n      score\n      wordScore\n      similarity\n      highlights {\n        start\n        end\n      }\n      chunk {\n        ...PassageFields\n        document {\n          id\n          fileName\n          collection {\n            id\n            name\n          }\n        }\n      }\n    }\n  }\n": types.DocumentSearchDocument,
    "\n  fragment CitationFields on Citation {\n    number\n    score\n    isCited\n    chunk {\n      ...PassagePlace\n      document {\n        id\n        fileName\n      }\n    }\n  }\n": types.CitationFieldsFragmentDoc,
    "\n  fragment MessageFields on Message {\n    id\n    role\n    status\n    modelId\n    createdAt\n    parts {\n      __typename\n      ... on MessagePart {\n        id\n      }\n      ... on TextPart {\n        text\n      }\n      ... on ReasoningPart {\n        text\n      }\n      ... on ToolPart {\n        toolName\n        arguments\n        result\n        error\n        durationMs\n      }\n      ... on FilePart {\n        document {\n          id\n          fileName\n          sizeBytes\n        }\n      }\n    }\n    citations {\n      ...CitationFields\n    }\n    parent {\n      id\n    }\n    siblings {\n      id\n    }\n    feedback {\n      id\n      rating\n      categories\n      text\n    }\n    run {\n      id\n      status\n      modelId\n      finishReason\n      errorCode\n      errorMessage\n      timeToFirstTokenMs\n      durationMs\n    }\n  }\n": types.MessageFieldsFragmentDoc,
    "\n  query Models {\n    models {\n      id\n      name\n      provider\n      contextWindow\n      maxOutputTokens\n      inputPricePerMillion\n      outputPricePerMillion\n      isAvailable\n      unavailableReason\n      providerLabel\n      isDefault\n      isLocal\n    }\n  }\n": types.ModelsDocument,
    "\n  fragment ParameterFields on GenerationParameters {\n    temperature\n    topP\n    topK\n    maxTokens\n    seed\n  }\n": types.ParameterFieldsFragmentDoc,
    "\n  query RunDetails($id: ID!) {\n    run(id: $id) {\n      id\n      status\n      modelId\n      parameters {\n        ...ParameterFields\n      }\n      systemPrompt\n      promptVersion {\n        id\n        name\n        version\n      }\n      workflowVersion {\n        id\n        name\n        version\n      }\n      context {\n        messageCount\n        droppedMessageCount\n        summarisedMessageCount\n        summaryTokens\n        historyTokens\n        historyBudget\n        promptTokens\n        contextWindow\n        passageTokens\n        retrieval {\n          isEnabled\n          mode\n          topK\n          minScore\n          collections\n          documentCount\n          tokenBudget\n          embedder\n        }\n      }\n      summary {\n        id\n        text\n        modelId\n      }\n      usage {\n        id\n        promptTokens\n        completionTokens\n        totalTokens\n        isEstimated\n        promptCost\n        completionCost\n        totalCost\n        isPriced\n      }\n      message {\n        id\n        citations {\n          number\n          score\n          isCited\n          chunk {\n            id\n            document {\n              id\n              fileName\n            }\n          }\n        }\n      }\n      finishReason\n      errorCode\n      errorMessage\n      timeToFirstTokenMs\n      durationMs\n      createdAt\n      endedAt\n    }\n  }\n": types.RunDetailsDocument,
    "\n  subscription RunEvents($runId: ID!, $after: Int!) {\n    runEvents(runId: $runId, after: $after) {\n      __typename\n      ... on RunEvent {\n        sequence\n      }\n      ... on CitationAdded {\n        citation {\n          ...CitationFields\n        }\n      }\n      ... on TextDelta {\n        partId\n        delta\n      }\n      ... on ReasoningDelta {\n        partId\n        delta\n      }\n      ... on ToolCalled {\n        partId\n        toolName\n        arguments\n      }\n      ... on ToolAnswered {\n        partId\n        result\n        error\n      }\n      ... on RunEnded {\n        status\n        errorCode\n        errorMessage\n        message {\n          ...MessageFields\n        }\n      }\n    }\n  }\n": types.RunEventsDocument,
    "\n  query RunSnapshot($id: ID!) {\n    run(id: $id) {\n      id\n      status\n      errorCode\n      errorMessage\n      message {\n        ...MessageFields\n      }\n    }\n  }\n": types.RunSnapshotDocument,
    "\n  mutation UpdatePreferences($input: UpdatePreferencesInput!) {\n    updatePreferences(input: $input) {\n      ...PreferencesFields\n    }\n  }\n": types.UpdatePreferencesDocument,
    "\n  query AccountUsage {\n    viewer {\n      id\n      usage {\n        requests\n        promptTokens\n        completionTokens\n        totalTokens\n        totalCost\n        unpricedRequests\n      }\n    }\n  }\n": types.AccountUsageDocument,
    "\n  query FoundMessages($query: String!, $first: Int!) {\n    searchMessages(query: $query, first: $first) {\n      nodes {\n        snippet\n        highlights {\n          start\n          end\n        }\n        message {\n          id\n          role\n          createdAt\n        }\n        session {\n          id\n          title\n          isArchived\n        }\n      }\n      totalCount\n    }\n  }\n": types.FoundMessagesDocument,
    "\n  fragment SessionRow on ChatSession {\n    id\n    title\n    isPinned\n    isArchived\n    deletedAt\n    lastActivityAt\n    activeRun {\n      id\n      status\n    }\n  }\n": types.SessionRowFragmentDoc,
    "\n  query Sessions($first: Int, $after: String, $filter: SessionFilter) {\n    sessions(first: $first, after: $after, filter: $filter) {\n      edges {\n        cursor\n        node {\n          ...SessionRow\n        }\n      }\n      pageInfo {\n        hasNextPage\n        hasPreviousPage\n        startCursor\n        endCursor\n      }\n      totalCount\n    }\n  }\n": types.SessionsDocument,
    "\n  query SessionRowById($id: ID!) {\n    session(id: $id) {\n      ...SessionRow\n    }\n  }\n": types.SessionRowByIdDocument,
    "\n  subscription SessionChanged {\n    sessionChanged {\n      ...SessionRow\n      messageCount\n      activeLeaf {\n        id\n      }\n    }\n  }\n": types.SessionChangedDocument,
    "\n  mutation UpdateSessionRow($input: UpdateSessionInput!) {\n    updateSession(input: $input) {\n      ...SessionRow\n    }\n  }\n": types.UpdateSessionRowDocument,
    "\n  mutation DeleteSession($id: ID!) {\n    deleteSession(id: $id)\n  }\n": types.DeleteSessionDocument,
    "\n  mutation RestoreSession($id: ID!) {\n    restoreSession(id: $id) {\n      ...SessionRow\n    }\n  }\n": types.RestoreSessionDocument,
    "\n  fragment SessionTitle on ChatSession {\n    title\n  }\n": types.SessionTitleFragmentDoc,
    "\n  fragment PreferencesFields on Preferences {\n    defaultModelId\n    parameters {\n      ...ParameterFields\n    }\n    systemPrompt\n    theme\n    locale\n    streaming\n    autoSummarisation\n  }\n": types.PreferencesFieldsFragmentDoc,
    "\n  fragment ViewerFields on User {\n    id\n    email\n    displayName\n    role\n    createdAt\n    preferences {\n      ...PreferencesFields\n    }\n  }\n": types.ViewerFieldsFragmentDoc,
    "\n  query Viewer {\n    viewer {\n      ...ViewerFields\n    }\n  }\n": types.ViewerDocument,
    "\n  query Instance {\n    instance {\n      hasAccounts\n    }\n  }\n": types.InstanceDocument,
    "\n  mutation SignIn($input: SignInInput!) {\n    signIn(input: $input) {\n      user {\n        ...ViewerFields\n      }\n    }\n  }\n": types.SignInDocument,
    "\n  mutation SignUp($input: SignUpInput!) {\n    signUp(input: $input) {\n      user {\n        ...ViewerFields\n      }\n    }\n  }\n": types.SignUpDocument,
    "\n  mutation SignOut {\n    signOut\n  }\n": types.SignOutDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 *
 *
 * @example
 * ```ts
 * const query = graphql(`query GetUser($id: ID!) { user(id: $id) { name } }`);
 * ```
 *
 * The query argument is unknown!
 * Please regenerate the types.
 */
export function graphql(source: string): unknown;

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment RetrievalFields on RetrievalSettings {\n    isEnabled\n    mode\n    topK\n    minScore\n    collectionIds\n    excludedDocumentIds\n  }\n"): (typeof documents)["\n  fragment RetrievalFields on RetrievalSettings {\n    isEnabled\n    mode\n    topK\n    minScore\n    collectionIds\n    excludedDocumentIds\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation UpdateConversation($input: UpdateSessionInput!) {\n    updateSession(input: $input) {\n      ...ConversationFields\n    }\n  }\n"): (typeof documents)["\n  mutation UpdateConversation($input: UpdateSessionInput!) {\n    updateSession(input: $input) {\n      ...ConversationFields\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation UpdateRetrieval($input: UpdateSessionRetrievalInput!) {\n    updateSessionRetrieval(input: $input) {\n      id\n      retrieval {\n        ...RetrievalFields\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation UpdateRetrieval($input: UpdateSessionRetrievalInput!) {\n    updateSessionRetrieval(input: $input) {\n      id\n      retrieval {\n        ...RetrievalFields\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment ConversationFields on ChatSession {\n    id\n    title\n    modelId\n    parameters {\n      ...ParameterFields\n    }\n    systemPrompt\n    autoSummarisation\n    retrieval {\n      ...RetrievalFields\n    }\n    messageCount\n    deletedAt\n    activeLeaf {\n      id\n    }\n    contextTokens\n    usage {\n      requests\n      promptTokens\n      completionTokens\n      totalTokens\n      totalCost\n      unpricedRequests\n    }\n    activeRun {\n      id\n      status\n    }\n  }\n"): (typeof documents)["\n  fragment ConversationFields on ChatSession {\n    id\n    title\n    modelId\n    parameters {\n      ...ParameterFields\n    }\n    systemPrompt\n    autoSummarisation\n    retrieval {\n      ...RetrievalFields\n    }\n    messageCount\n    deletedAt\n    activeLeaf {\n      id\n    }\n    contextTokens\n    usage {\n      requests\n      promptTokens\n      completionTokens\n      totalTokens\n      totalCost\n      unpricedRequests\n    }\n    activeRun {\n      id\n      status\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Conversation($id: ID!, $last: Int!, $before: String, $leafId: ID) {\n    session(id: $id) {\n      ...ConversationFields\n      messages(last: $last, before: $before, leafId: $leafId) {\n        nodes {\n          ...MessageFields\n        }\n        pageInfo {\n          hasPreviousPage\n          startCursor\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query Conversation($id: ID!, $last: Int!, $before: String, $leafId: ID) {\n    session(id: $id) {\n      ...ConversationFields\n      messages(last: $last, before: $before, leafId: $leafId) {\n        nodes {\n          ...MessageFields\n        }\n        pageInfo {\n          hasPreviousPage\n          startCursor\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ConversationTotals($id: ID!) {\n    session(id: $id) {\n      ...ConversationFields\n    }\n  }\n"): (typeof documents)["\n  query ConversationTotals($id: ID!) {\n    session(id: $id) {\n      ...ConversationFields\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CreateConversation($input: CreateSessionInput!) {\n    createSession(input: $input) {\n      ...ConversationFields\n    }\n  }\n"): (typeof documents)["\n  mutation CreateConversation($input: CreateSessionInput!) {\n    createSession(input: $input) {\n      ...ConversationFields\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment ExchangeFields on SendMessagePayload {\n    session {\n      ...ConversationFields\n    }\n    userMessage {\n      ...MessageFields\n    }\n    assistantMessage {\n      ...MessageFields\n    }\n    run {\n      id\n      status\n    }\n  }\n"): (typeof documents)["\n  fragment ExchangeFields on SendMessagePayload {\n    session {\n      ...ConversationFields\n    }\n    userMessage {\n      ...MessageFields\n    }\n    assistantMessage {\n      ...MessageFields\n    }\n    run {\n      id\n      status\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SendMessage($input: SendMessageInput!) {\n    sendMessage(input: $input) {\n      ...ExchangeFields\n    }\n  }\n"): (typeof documents)["\n  mutation SendMessage($input: SendMessageInput!) {\n    sendMessage(input: $input) {\n      ...ExchangeFields\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query SentMessage($id: ID!) {\n    message(id: $id) {\n      id\n      text\n      session {\n        id\n      }\n    }\n  }\n"): (typeof documents)["\n  query SentMessage($id: ID!) {\n    message(id: $id) {\n      id\n      text\n      session {\n        id\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RegenerateMessage($input: RegenerateMessageInput!) {\n    regenerateMessage(input: $input) {\n      ...ExchangeFields\n    }\n  }\n"): (typeof documents)["\n  mutation RegenerateMessage($input: RegenerateMessageInput!) {\n    regenerateMessage(input: $input) {\n      ...ExchangeFields\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation EditMessage($input: EditMessageInput!) {\n    editMessage(input: $input) {\n      ...ExchangeFields\n    }\n  }\n"): (typeof documents)["\n  mutation EditMessage($input: EditMessageInput!) {\n    editMessage(input: $input) {\n      ...ExchangeFields\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ContinueMessage($input: ContinueMessageInput!) {\n    continueMessage(input: $input) {\n      ...ExchangeFields\n    }\n  }\n"): (typeof documents)["\n  mutation ContinueMessage($input: ContinueMessageInput!) {\n    continueMessage(input: $input) {\n      ...ExchangeFields\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CancelRun($id: ID!) {\n    cancelRun(id: $id) {\n      id\n      status\n    }\n  }\n"): (typeof documents)["\n  mutation CancelRun($id: ID!) {\n    cancelRun(id: $id) {\n      id\n      status\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SwitchBranch($messageId: ID!) {\n    switchBranch(messageId: $messageId) {\n      id\n      activeLeaf {\n        id\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation SwitchBranch($messageId: ID!) {\n    switchBranch(messageId: $messageId) {\n      id\n      activeLeaf {\n        id\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation DeleteMessage($id: ID!) {\n    deleteMessage(id: $id) {\n      id\n      messageCount\n    }\n  }\n"): (typeof documents)["\n  mutation DeleteMessage($id: ID!) {\n    deleteMessage(id: $id) {\n      id\n      messageCount\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SubmitFeedback($input: SubmitFeedbackInput!) {\n    submitFeedback(input: $input) {\n      id\n      rating\n      categories\n      text\n    }\n  }\n"): (typeof documents)["\n  mutation SubmitFeedback($input: SubmitFeedbackInput!) {\n    submitFeedback(input: $input) {\n      id\n      rating\n      categories\n      text\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation WithdrawFeedback($messageId: ID!) {\n    withdrawFeedback(messageId: $messageId)\n  }\n"): (typeof documents)["\n  mutation WithdrawFeedback($messageId: ID!) {\n    withdrawFeedback(messageId: $messageId)\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment JobFields on Job {\n    id\n    kind\n    key\n    state\n    attempts\n    progress\n    error\n    startedAt\n    endedAt\n  }\n"): (typeof documents)["\n  fragment JobFields on Job {\n    id\n    kind\n    key\n    state\n    attempts\n    progress\n    error\n    startedAt\n    endedAt\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Jobs {\n    jobQueues {\n      kind\n      waiting\n      retrying\n      active\n      completed\n      failed\n    }\n    active: jobs(state: ACTIVE, first: 20) {\n      nodes {\n        ...JobFields\n      }\n    }\n    failed: jobs(state: FAILED, first: 50) {\n      totalCount\n      nodes {\n        ...JobFields\n      }\n    }\n  }\n"): (typeof documents)["\n  query Jobs {\n    jobQueues {\n      kind\n      waiting\n      retrying\n      active\n      completed\n      failed\n    }\n    active: jobs(state: ACTIVE, first: 20) {\n      nodes {\n        ...JobFields\n      }\n    }\n    failed: jobs(state: FAILED, first: 50) {\n      totalCount\n      nodes {\n        ...JobFields\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RetryJob($id: ID!) {\n    retryJob(id: $id) {\n      id\n      state\n    }\n  }\n"): (typeof documents)["\n  mutation RetryJob($id: ID!) {\n    retryJob(id: $id) {\n      id\n      state\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation DeleteJob($id: ID!) {\n    deleteJob(id: $id)\n  }\n"): (typeof documents)["\n  mutation DeleteJob($id: ID!) {\n    deleteJob(id: $id)\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Collections {\n    collections {\n      id\n      name\n    }\n  }\n"): (typeof documents)["\n  query Collections {\n    collections {\n      id\n      name\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query CollectionSizes {\n    collections {\n      id\n      documentCount\n    }\n  }\n"): (typeof documents)["\n  query CollectionSizes {\n    collections {\n      id\n      documentCount\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CreateCollection($input: CreateCollectionInput!) {\n    createCollection(input: $input) {\n      id\n      name\n    }\n  }\n"): (typeof documents)["\n  mutation CreateCollection($input: CreateCollectionInput!) {\n    createCollection(input: $input) {\n      id\n      name\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation UpdateCollection($input: UpdateCollectionInput!) {\n    updateCollection(input: $input) {\n      id\n      name\n    }\n  }\n"): (typeof documents)["\n  mutation UpdateCollection($input: UpdateCollectionInput!) {\n    updateCollection(input: $input) {\n      id\n      name\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation DeleteCollection($id: ID!) {\n    deleteCollection(id: $id)\n  }\n"): (typeof documents)["\n  mutation DeleteCollection($id: ID!) {\n    deleteCollection(id: $id)\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment DocumentFields on Document {\n    id\n    fileName\n    mediaType\n    sizeBytes\n    status\n    progress\n    errorCode\n    errorMessage\n    chunkCount\n    isActive\n    isDeleted\n    createdAt\n    metadata\n    collection {\n      id\n      name\n    }\n    session {\n      id\n      title\n    }\n  }\n"): (typeof documents)["\n  fragment DocumentFields on Document {\n    id\n    fileName\n    mediaType\n    sizeBytes\n    status\n    progress\n    errorCode\n    errorMessage\n    chunkCount\n    isActive\n    isDeleted\n    createdAt\n    metadata\n    collection {\n      id\n      name\n    }\n    session {\n      id\n      title\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Documents($first: Int!, $after: String, $collectionId: ID) {\n    documents(first: $first, after: $after, collectionId: $collectionId) {\n      edges {\n        cursor\n        node {\n          ...DocumentFields\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n      totalCount\n    }\n  }\n"): (typeof documents)["\n  query Documents($first: Int!, $after: String, $collectionId: ID) {\n    documents(first: $first, after: $after, collectionId: $collectionId) {\n      edges {\n        cursor\n        node {\n          ...DocumentFields\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n      totalCount\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query DocumentStorage {\n    documentStorage {\n      usedBytes\n      limitBytes\n      maxFileBytes\n    }\n  }\n"): (typeof documents)["\n  query DocumentStorage {\n    documentStorage {\n      usedBytes\n      limitBytes\n      maxFileBytes\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Document($id: ID!) {\n    document(id: $id) {\n      ...DocumentFields\n    }\n  }\n"): (typeof documents)["\n  query Document($id: ID!) {\n    document(id: $id) {\n      ...DocumentFields\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription DocumentChanged {\n    documentChanged {\n      ...DocumentFields\n    }\n  }\n"): (typeof documents)["\n  subscription DocumentChanged {\n    documentChanged {\n      ...DocumentFields\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation UpdateDocument($input: UpdateDocumentInput!) {\n    updateDocument(input: $input) {\n      ...DocumentFields\n    }\n  }\n"): (typeof documents)["\n  mutation UpdateDocument($input: UpdateDocumentInput!) {\n    updateDocument(input: $input) {\n      ...DocumentFields\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RetryDocument($id: ID!) {\n    retryDocument(id: $id) {\n      ...DocumentFields\n    }\n  }\n"): (typeof documents)["\n  mutation RetryDocument($id: ID!) {\n    retryDocument(id: $id) {\n      ...DocumentFields\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation DeleteDocument($id: ID!) {\n    deleteDocument(id: $id)\n  }\n"): (typeof documents)["\n  mutation DeleteDocument($id: ID!) {\n    deleteDocument(id: $id)\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment PassagePlace on Chunk {\n    id\n    ordinal\n    location {\n      page\n      line\n      endLine\n      row\n      endRow\n      path\n    }\n  }\n"): (typeof documents)["\n  fragment PassagePlace on Chunk {\n    id\n    ordinal\n    location {\n      page\n      line\n      endLine\n      row\n      endRow\n      path\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment PassageFields on Chunk {\n    ...PassagePlace\n    text\n    tokenCount\n  }\n"): (typeof documents)["\n  fragment PassageFields on Chunk {\n    ...PassagePlace\n    text\n    tokenCount\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Passages($id: ID!, $from: Int, $first: Int!) {\n    document(id: $id) {\n      ...DocumentFields\n      chunks(from: $from, first: $first) {\n        nodes {\n          ...PassageFields\n        }\n        totalCount\n      }\n    }\n  }\n"): (typeof documents)["\n  query Passages($id: ID!, $from: Int, $first: Int!) {\n    document(id: $id) {\n      ...DocumentFields\n      chunks(from: $from, first: $first) {\n        nodes {\n          ...PassageFields\n        }\n        totalCount\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query DocumentSearch($input: SearchDocumentsInput!) {\n    searchDocuments(input: $input) {\n      score\n      wordScore\n      similarity\n      highlights {\n        start\n        end\n      }\n      chunk {\n        ...PassageFields\n        document {\n          id\n          fileName\n          collection {\n            id\n            name\n          }\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query DocumentSearch($input: SearchDocumentsInput!) {\n    searchDocuments(input: $input) {\n      score\n      wordScore\n      similarity\n      highlights {\n        start\n        end\n      }\n      chunk {\n        ...PassageFields\n        document {\n          id\n          fileName\n          collection {\n            id\n            name\n          }\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment CitationFields on Citation {\n    number\n    score\n    isCited\n    chunk {\n      ...PassagePlace\n      document {\n        id\n        fileName\n      }\n    }\n  }\n"): (typeof documents)["\n  fragment CitationFields on Citation {\n    number\n    score\n    isCited\n    chunk {\n      ...PassagePlace\n      document {\n        id\n        fileName\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment MessageFields on Message {\n    id\n    role\n    status\n    modelId\n    createdAt\n    parts {\n      __typename\n      ... on MessagePart {\n        id\n      }\n      ... on TextPart {\n        text\n      }\n      ... on ReasoningPart {\n        text\n      }\n      ... on ToolPart {\n        toolName\n        arguments\n        result\n        error\n        durationMs\n      }\n      ... on FilePart {\n        document {\n          id\n          fileName\n          sizeBytes\n        }\n      }\n    }\n    citations {\n      ...CitationFields\n    }\n    parent {\n      id\n    }\n    siblings {\n      id\n    }\n    feedback {\n      id\n      rating\n      categories\n      text\n    }\n    run {\n      id\n      status\n      modelId\n      finishReason\n      errorCode\n      errorMessage\n      timeToFirstTokenMs\n      durationMs\n    }\n  }\n"): (typeof documents)["\n  fragment MessageFields on Message {\n    id\n    role\n    status\n    modelId\n    createdAt\n    parts {\n      __typename\n      ... on MessagePart {\n        id\n      }\n      ... on TextPart {\n        text\n      }\n      ... on ReasoningPart {\n        text\n      }\n      ... on ToolPart {\n        toolName\n        arguments\n        result\n        error\n        durationMs\n      }\n      ... on FilePart {\n        document {\n          id\n          fileName\n          sizeBytes\n        }\n      }\n    }\n    citations {\n      ...CitationFields\n    }\n    parent {\n      id\n    }\n    siblings {\n      id\n    }\n    feedback {\n      id\n      rating\n      categories\n      text\n    }\n    run {\n      id\n      status\n      modelId\n      finishReason\n      errorCode\n      errorMessage\n      timeToFirstTokenMs\n      durationMs\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Models {\n    models {\n      id\n      name\n      provider\n      contextWindow\n      maxOutputTokens\n      inputPricePerMillion\n      outputPricePerMillion\n      isAvailable\n      unavailableReason\n      providerLabel\n      isDefault\n      isLocal\n    }\n  }\n"): (typeof documents)["\n  query Models {\n    models {\n      id\n      name\n      provider\n      contextWindow\n      maxOutputTokens\n      inputPricePerMillion\n      outputPricePerMillion\n      isAvailable\n      unavailableReason\n      providerLabel\n      isDefault\n      isLocal\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment ParameterFields on GenerationParameters {\n    temperature\n    topP\n    topK\n    maxTokens\n    seed\n  }\n"): (typeof documents)["\n  fragment ParameterFields on GenerationParameters {\n    temperature\n    topP\n    topK\n    maxTokens\n    seed\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query RunDetails($id: ID!) {\n    run(id: $id) {\n      id\n      status\n      modelId\n      parameters {\n        ...ParameterFields\n      }\n      systemPrompt\n      promptVersion {\n        id\n        name\n        version\n      }\n      workflowVersion {\n        id\n        name\n        version\n      }\n      context {\n        messageCount\n        droppedMessageCount\n        summarisedMessageCount\n        summaryTokens\n        historyTokens\n        historyBudget\n        promptTokens\n        contextWindow\n        passageTokens\n        retrieval {\n          isEnabled\n          mode\n          topK\n          minScore\n          collections\n          documentCount\n          tokenBudget\n          embedder\n        }\n      }\n      summary {\n        id\n        text\n        modelId\n      }\n      usage {\n        id\n        promptTokens\n        completionTokens\n        totalTokens\n        isEstimated\n        promptCost\n        completionCost\n        totalCost\n        isPriced\n      }\n      message {\n        id\n        citations {\n          number\n          score\n          isCited\n          chunk {\n            id\n            document {\n              id\n              fileName\n            }\n          }\n        }\n      }\n      finishReason\n      errorCode\n      errorMessage\n      timeToFirstTokenMs\n      durationMs\n      createdAt\n      endedAt\n    }\n  }\n"): (typeof documents)["\n  query RunDetails($id: ID!) {\n    run(id: $id) {\n      id\n      status\n      modelId\n      parameters {\n        ...ParameterFields\n      }\n      systemPrompt\n      promptVersion {\n        id\n        name\n        version\n      }\n      workflowVersion {\n        id\n        name\n        version\n      }\n      context {\n        messageCount\n        droppedMessageCount\n        summarisedMessageCount\n        summaryTokens\n        historyTokens\n        historyBudget\n        promptTokens\n        contextWindow\n        passageTokens\n        retrieval {\n          isEnabled\n          mode\n          topK\n          minScore\n          collections\n          documentCount\n          tokenBudget\n          embedder\n        }\n      }\n      summary {\n        id\n        text\n        modelId\n      }\n      usage {\n        id\n        promptTokens\n        completionTokens\n        totalTokens\n        isEstimated\n        promptCost\n        completionCost\n        totalCost\n        isPriced\n      }\n      message {\n        id\n        citations {\n          number\n          score\n          isCited\n          chunk {\n            id\n            document {\n              id\n              fileName\n            }\n          }\n        }\n      }\n      finishReason\n      errorCode\n      errorMessage\n      timeToFirstTokenMs\n      durationMs\n      createdAt\n      endedAt\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription RunEvents($runId: ID!, $after: Int!) {\n    runEvents(runId: $runId, after: $after) {\n      __typename\n      ... on RunEvent {\n        sequence\n      }\n      ... on CitationAdded {\n        citation {\n          ...CitationFields\n        }\n      }\n      ... on TextDelta {\n        partId\n        delta\n      }\n      ... on ReasoningDelta {\n        partId\n        delta\n      }\n      ... on ToolCalled {\n        partId\n        toolName\n        arguments\n      }\n      ... on ToolAnswered {\n        partId\n        result\n        error\n      }\n      ... on RunEnded {\n        status\n        errorCode\n        errorMessage\n        message {\n          ...MessageFields\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  subscription RunEvents($runId: ID!, $after: Int!) {\n    runEvents(runId: $runId, after: $after) {\n      __typename\n      ... on RunEvent {\n        sequence\n      }\n      ... on CitationAdded {\n        citation {\n          ...CitationFields\n        }\n      }\n      ... on TextDelta {\n        partId\n        delta\n      }\n      ... on ReasoningDelta {\n        partId\n        delta\n      }\n      ... on ToolCalled {\n        partId\n        toolName\n        arguments\n      }\n      ... on ToolAnswered {\n        partId\n        result\n        error\n      }\n      ... on RunEnded {\n        status\n        errorCode\n        errorMessage\n        message {\n          ...MessageFields\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query RunSnapshot($id: ID!) {\n    run(id: $id) {\n      id\n      status\n      errorCode\n      errorMessage\n      message {\n        ...MessageFields\n      }\n    }\n  }\n"): (typeof documents)["\n  query RunSnapshot($id: ID!) {\n    run(id: $id) {\n      id\n      status\n      errorCode\n      errorMessage\n      message {\n        ...MessageFields\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation UpdatePreferences($input: UpdatePreferencesInput!) {\n    updatePreferences(input: $input) {\n      ...PreferencesFields\n    }\n  }\n"): (typeof documents)["\n  mutation UpdatePreferences($input: UpdatePreferencesInput!) {\n    updatePreferences(input: $input) {\n      ...PreferencesFields\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query AccountUsage {\n    viewer {\n      id\n      usage {\n        requests\n        promptTokens\n        completionTokens\n        totalTokens\n        totalCost\n        unpricedRequests\n      }\n    }\n  }\n"): (typeof documents)["\n  query AccountUsage {\n    viewer {\n      id\n      usage {\n        requests\n        promptTokens\n        completionTokens\n        totalTokens\n        totalCost\n        unpricedRequests\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query FoundMessages($query: String!, $first: Int!) {\n    searchMessages(query: $query, first: $first) {\n      nodes {\n        snippet\n        highlights {\n          start\n          end\n        }\n        message {\n          id\n          role\n          createdAt\n        }\n        session {\n          id\n          title\n          isArchived\n        }\n      }\n      totalCount\n    }\n  }\n"): (typeof documents)["\n  query FoundMessages($query: String!, $first: Int!) {\n    searchMessages(query: $query, first: $first) {\n      nodes {\n        snippet\n        highlights {\n          start\n          end\n        }\n        message {\n          id\n          role\n          createdAt\n        }\n        session {\n          id\n          title\n          isArchived\n        }\n      }\n      totalCount\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment SessionRow on ChatSession {\n    id\n    title\n    isPinned\n    isArchived\n    deletedAt\n    lastActivityAt\n    activeRun {\n      id\n      status\n    }\n  }\n"): (typeof documents)["\n  fragment SessionRow on ChatSession {\n    id\n    title\n    isPinned\n    isArchived\n    deletedAt\n    lastActivityAt\n    activeRun {\n      id\n      status\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Sessions($first: Int, $after: String, $filter: SessionFilter) {\n    sessions(first: $first, after: $after, filter: $filter) {\n      edges {\n        cursor\n        node {\n          ...SessionRow\n        }\n      }\n      pageInfo {\n        hasNextPage\n        hasPreviousPage\n        startCursor\n        endCursor\n      }\n      totalCount\n    }\n  }\n"): (typeof documents)["\n  query Sessions($first: Int, $after: String, $filter: SessionFilter) {\n    sessions(first: $first, after: $after, filter: $filter) {\n      edges {\n        cursor\n        node {\n          ...SessionRow\n        }\n      }\n      pageInfo {\n        hasNextPage\n        hasPreviousPage\n        startCursor\n        endCursor\n      }\n      totalCount\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query SessionRowById($id: ID!) {\n    session(id: $id) {\n      ...SessionRow\n    }\n  }\n"): (typeof documents)["\n  query SessionRowById($id: ID!) {\n    session(id: $id) {\n      ...SessionRow\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription SessionChanged {\n    sessionChanged {\n      ...SessionRow\n      messageCount\n      activeLeaf {\n        id\n      }\n    }\n  }\n"): (typeof documents)["\n  subscription SessionChanged {\n    sessionChanged {\n      ...SessionRow\n      messageCount\n      activeLeaf {\n        id\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation UpdateSessionRow($input: UpdateSessionInput!) {\n    updateSession(input: $input) {\n      ...SessionRow\n    }\n  }\n"): (typeof documents)["\n  mutation UpdateSessionRow($input: UpdateSessionInput!) {\n    updateSession(input: $input) {\n      ...SessionRow\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation DeleteSession($id: ID!) {\n    deleteSession(id: $id)\n  }\n"): (typeof documents)["\n  mutation DeleteSession($id: ID!) {\n    deleteSession(id: $id)\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RestoreSession($id: ID!) {\n    restoreSession(id: $id) {\n      ...SessionRow\n    }\n  }\n"): (typeof documents)["\n  mutation RestoreSession($id: ID!) {\n    restoreSession(id: $id) {\n      ...SessionRow\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment SessionTitle on ChatSession {\n    title\n  }\n"): (typeof documents)["\n  fragment SessionTitle on ChatSession {\n    title\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment PreferencesFields on Preferences {\n    defaultModelId\n    parameters {\n      ...ParameterFields\n    }\n    systemPrompt\n    theme\n    locale\n    streaming\n    autoSummarisation\n  }\n"): (typeof documents)["\n  fragment PreferencesFields on Preferences {\n    defaultModelId\n    parameters {\n      ...ParameterFields\n    }\n    systemPrompt\n    theme\n    locale\n    streaming\n    autoSummarisation\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment ViewerFields on User {\n    id\n    email\n    displayName\n    role\n    createdAt\n    preferences {\n      ...PreferencesFields\n    }\n  }\n"): (typeof documents)["\n  fragment ViewerFields on User {\n    id\n    email\n    displayName\n    role\n    createdAt\n    preferences {\n      ...PreferencesFields\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Viewer {\n    viewer {\n      ...ViewerFields\n    }\n  }\n"): (typeof documents)["\n  query Viewer {\n    viewer {\n      ...ViewerFields\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Instance {\n    instance {\n      hasAccounts\n    }\n  }\n"): (typeof documents)["\n  query Instance {\n    instance {\n      hasAccounts\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SignIn($input: SignInInput!) {\n    signIn(input: $input) {\n      user {\n        ...ViewerFields\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation SignIn($input: SignInInput!) {\n    signIn(input: $input) {\n      user {\n        ...ViewerFields\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SignUp($input: SignUpInput!) {\n    signUp(input: $input) {\n      user {\n        ...ViewerFields\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation SignUp($input: SignUpInput!) {\n    signUp(input: $input) {\n      user {\n        ...ViewerFields\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SignOut {\n    signOut\n  }\n"): (typeof documents)["\n  mutation SignOut {\n    signOut\n  }\n"];

export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}

export type DocumentType<TDocumentNode extends DocumentNode<any, any>> = TDocumentNode extends DocumentNode<  infer TType,  any>  ? TType  : never;